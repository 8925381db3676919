/**
 * The main job on one machine: a gzipped load-balancer log in an S3 inside this process, the default flow, and a TCP
 * collector that checks that every line arrived exactly once. `npm start`, `npm start -- --lines 1000000`.
 */
import { inspect, parseArgs } from 'node:util';
import {
  auto,
  eventId,
  flow,
  gunzip,
  messageOf,
  read,
  rename,
  s3Object,
  set,
  tcp,
  timestamp,
  type RunEvent,
  type Summary,
} from '../src/index.ts';
import { bucket, key, logObject, type LogObject } from './demo/log-object.ts';
import { startReceiver, type Receiver } from './demo/receiver.ts';
import { count, megabytes, Screen, short } from './demo/screen.ts';
import { startS3, type EmbeddedS3 } from './embedded-s3.ts';

const USAGE = `Usage: npm start -- [--lines <n>]

  --lines <n>   lines in the log, 1 to 5,000,000 (10,000)
  --help        this text
`;

// The SDK warns on Node 20, which this project supports.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const screen = new Screen();
const interrupt = new AbortController();
let interruptedAt = Infinity;
process.on('SIGINT', () => {
  // A terminal, npm and tsx may each pass on the same Ctrl-C: only a later one is meant as a second.
  if (performance.now() - interruptedAt > 1000) process.exit(130);
  interruptedAt = Math.min(interruptedAt, performance.now());
  interrupt.abort();
});

const lines = linesOf(process.argv.slice(2));
if (typeof lines === 'number') process.exitCode = await demo(lines);

/** What the command line asks for; nothing when that was answered here. */
function linesOf(args: readonly string[]): number | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { lines: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (values.help === true) {
      process.stdout.write(USAGE);
      return undefined;
    }
    const wanted = Number(values.lines ?? '10000');
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= 5_000_000) return wanted;
    throw new Error(`--lines must be a whole number from 1 to 5,000,000, not ${JSON.stringify(values.lines)}`);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${USAGE}`);
    process.exitCode = 2;
    return undefined;
  }
}

/** Answers the exit code. */
async function demo(wanted: number): Promise<number> {
  screen.say('demo', `${count(wanted)} log lines: S3 → gunzip → read → rename → TCP, all on this machine`);
  const s3 = await startS3();
  const receiver = await startReceiver();
  try {
    screen.say('s3', `answers at ${s3.endpointUrl}`);
    screen.say('collector', `listens on ${receiver.host}:${receiver.port}`);
    const object = await put(s3, wanted);
    const summary = await ship(s3, receiver, object);
    screen.show('The first records as they arrived, long values cut:', ...receiver.first.map(short));
    screen.show('The summary:', inspect(summary, { breakLength: 116, compact: 3, depth: 4 }));
    return verdict(object, receiver, summary);
  } catch (error) {
    if (interrupt.signal.aborted) return interrupted();
    screen.say('failed', messageOf(error));
    return 1;
  } finally {
    await s3.close();
    await receiver.close();
  }
}

async function put(s3: EmbeddedS3, wanted: number): Promise<LogObject> {
  const object = await logObject(wanted, interrupt.signal, (made) =>
    screen.progress('generate', made / wanted, `${count(made)} lines`),
  );
  await s3.putObject(bucket, key, object.bytes);
  screen.say('object', `s3://${bucket}/${key}`);
  screen.say('', `${count(wanted)} lines, ${megabytes(object.size)}, gzipped to ${megabytes(object.bytes.length)}`);
  return object;
}

/** The flow itself: what a program of your own would hold. */
async function ship(s3: EmbeddedS3, receiver: Receiver, { lines: sent }: LogObject): Promise<Summary> {
  const forward = flow(
    gunzip(),
    read(auto),
    timestamp(),
    rename({ client_ip: 'source.ip', client_port: 'source.port', user_agent: 'user_agent.original' }),
    set({ environment: 'demo', application: 'shop', component: 'load-balancer' }),
    eventId(),
  ).to(tcp({ host: receiver.host, port: receiver.port }));

  return forward.run(s3Object({ bucket, key, client: s3.client }), {
    stopping: interrupt.signal,
    onEvent: teller(receiver, sent.count),
  });
}

/** Tells what the run reports, as it happens. */
function teller(receiver: Receiver, wanted: number): (event: RunEvent) => void {
  let bytes = 0;
  return (event) => {
    if (event.type === 'connected') screen.say('connected', `to ${event.to}`);
    else if (event.type === 'disconnected') screen.say('closed', event.from);
    else if (event.type === 'socketFailed') screen.say('socket', `${event.to}: ${messageOf(event.error)}`);
    else if (event.type === 'format') screen.say('format', event.format);
    else if (event.type === 'readFailed') screen.say('reading', messageOf(event.error));
    else if (event.type === 'read') {
      bytes += event.bytes;
      const arrived = receiver.lines.count;
      screen.progress('ship', arrived / wanted, `${megabytes(bytes)} read, ${count(arrived)} lines arrived`);
    } else if (event.type === 'delivered') {
      screen.say(
        'delivered',
        `${count(event.records)} records, ${megabytes(event.bytes)} on one connection, confirmed`,
      );
    }
  };
}

function verdict({ lines: sent }: LogObject, { lines: received, strange }: Receiver, summary: Summary): number {
  if (interrupt.signal.aborted) return interrupted();
  const same = received.count === sent.count && received.digest === sent.digest && strange.length === 0;
  const compared = `${count(sent.count)} lines sent, ${count(received.count)} arrived`;
  process.stdout.write('\n');
  if (same && summary.lines.sent === sent.count) {
    screen.say('exact', `${compared}: each one once, and equal when rebuilt from its record`);
    screen.say('', `digest of all lines and their offsets: ${received.digest}`);
    return 0;
  }
  screen.say('WRONG', `${compared}; digests ${sent.digest} and ${received.digest}`);
  for (const line of strange) screen.say('', `not expected: ${line}`);
  return 1;
}

function interrupted(): number {
  screen.say('stopped', 'interrupted; what had been read until then was delivered');
  return 130;
}
