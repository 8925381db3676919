import type { S3Client } from '@aws-sdk/client-s3';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { defaultFlow } from '../../src/forward.ts';
import {
  createHandler,
  ObjectsFailedError,
  sqsQueue,
  type ContinueTo,
  type Handler,
  type HandlerOptions,
} from '../../src/lambda.ts';
import { s3Client } from '../../src/sources/s3-client.ts';
import type { Records } from '../../src/records.ts';
import type { Sink, Stage } from '../../src/stage.ts';
import type { Summary } from '../../src/summary.ts';
import { collector, memory } from '../../src/testing/index.ts';
import { tcp } from '../../sinks/tcp.ts';
import { summariesOf } from '../helpers/answers.ts';
import { sqsEvent } from '../helpers/aws-events.ts';
import { caught } from '../helpers/caught.ts';
import { faultyS3, type Fault, type FaultyS3 } from '../helpers/faulty-s3.ts';
import { elbLines } from '../helpers/runs.ts';
import { startS3, credentials, type EmbeddedS3 } from '../helpers/s3.ts';
import { startQueue, type Queue } from '../helpers/sqs.ts';

const eventOf = (...keys: readonly string[]) => ({
  Records: keys.map((key) => ({ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'logs' }, object: { key } } })),
});
/** An invocation that has this much time from now on. */
const lasting = (ms: number) => {
  const end = performance.now() + ms;
  return { getRemainingTimeInMillis: () => end - performance.now() };
};
const idOf = (line: string): string => /"_id":"([^"]+)"/.exec(line)?.[1] ?? '';
/** 12 MB: more than the runs that `held` holds get through. */
const LINES = 40_000;
/** What goes over TCP has to be more than a connection holds in the kernel: here 60 MB of JSON, which take 7 s. */
const MANY = 90_000;
const slow = { mode: 'slow', bytesPerSecond: 8_000_000 } as const;

/** Of an invocation: reading has half of it, so that a busy machine begins, and so has what was read by then. */
const TIME_MS = 8_000;
/** Batches, of up to 256 KiB, that `held` lets through in a run before its time is up. */
const BATCHES = 8;
/** Runs that `held` holds. They read ahead some 2.5 MB each: a run that had read all would not be stopped, but wait for ever. */
const HELD_RUNS = 2;

/** Hands on no more than so many batches until the run is stopped, then all at once: stops are no matter of speed. */
function held(batches: number): Stage<Records, Records> {
  let runs = 0;
  return {
    name: 'held',
    open({ stopping }) {
      runs += 1;
      let left = runs > HELD_RUNS ? Infinity : batches;
      return {
        async push(batch) {
          left -= 1;
          if (left < 0 && !stopping.aborted) await once(stopping, 'abort');
          return batch;
        },
      };
    },
  };
}

describe('a handler whose time is up', () => {
  const kept = { ...process.env };
  let s3: EmbeddedS3;
  let queue: Queue;
  let logged: string[];

  before(async () => {
    s3 = await startS3();
    queue = await startQueue(s3.endpointUrl);
    process.env.AWS_REGION = 'us-east-1';
    // The emulator's queues have hosts that not every machine can find.
    process.env.AWS_ENDPOINT_URL_SQS = s3.endpointUrl;
    process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
    await s3.putObject('logs', 'big.log', elbLines(LINES));
    await s3.putObject('logs', 'big.log.gz', gzipSync(elbLines(LINES), { level: 0 }));
    await s3.putObject('logs', 'small.log', elbLines(1));
  });
  after(async () => {
    process.env = kept;
    queue.close();
    await s3.close();
  });
  beforeEach(() => (logged = []));

  const shipping = (to: Sink, options: HandlerOptions, batches = Infinity): Handler => {
    const ship = defaultFlow({ eventId: '@metadata._id', batchBytes: 16_384 }).through(held(batches)).to(to);
    return createHandler(ship, { client: s3.client, log: (line) => logged.push(line), ...options });
  };

  /** Invokes the handler for this, then for what it leaves, until nothing is left. */
  async function invoked(ship: Handler, key: string, ms: number): Promise<readonly Summary[]> {
    const summaries: Summary[] = [];
    let event: unknown = eventOf(key);
    for (let runs = 0; event !== undefined && runs < 50; runs += 1) {
      summaries.push(...summariesOf(await ship(event, lasting(ms))));
      event = await queue.take();
    }
    const stopped = summaries.slice(0, -1);
    expect(summaries.map(({ status }) => status)).to.deep.equal([...stopped.map(() => 'stopped'), 'completed']);
    expect(stopped).not.to.be.empty;
    expect(stopped.map(({ checkpoint }) => checkpoint?.attempt)).to.deep.equal(stopped.map((_, i) => i + 1));
    const offsets = stopped.map(({ checkpoint }) => checkpoint?.offset ?? 0);
    expect(offsets).to.deep.equal([...new Set(offsets)].sort((one, other) => one - other));
    return summaries;
  }

  const sent = (summaries: readonly Summary[]): number => summaries.reduce((sum, { lines }) => sum + lines.sent, 0);

  for (const key of ['big.log', 'big.log.gz']) {
    it(`leaves the rest of ${key} to the next, until every line is delivered, once and with its id`, async () => {
      const sink = memory();
      const ship = shipping(sink, { continueTo: sqsQueue(queue.url) }, BATCHES);
      const summaries = await invoked(ship, key, TIME_MS);
      expect([sent(summaries), new Set(sink.lines.map(idOf)).size]).to.deep.equal([LINES, LINES]);
    });
  }

  it('does so over TCP too, to a receiver that is slower than the reading', async function () {
    this.timeout(120_000);
    await s3.putObject('logs', 'many.log.gz', gzipSync(elbLines(MANY), { level: 1 }));
    const server = await collector(slow);
    try {
      const to = tcp({ host: server.host, port: server.port, connections: 1, maxUnconfirmedBytes: 2_000_000 });
      // Half of it for what is on its way then: some 4 MB, which take half a second.
      const summaries = await invoked(shipping(to, { continueTo: sqsQueue(queue.url) }), 'many.log.gz', 10_000);
      expect([sent(summaries), new Set(server.lines().map(idOf)).size]).to.deep.equal([MANY, MANY]);
    } finally {
      await server.close();
    }
  });

  it('delivers lines that come twice with the same id', async () => {
    const sink = memory();
    await shipping(sink, { continueTo: sqsQueue(queue.url) }, BATCHES)(eventOf('big.log'), lasting(TIME_MS));
    const before = sink.lines.length;
    const rest = await queue.take();
    // A message may come twice.
    for (const event of [rest, rest]) await shipping(sink, {})(event);
    expect(before).to.be.within(1, LINES - 1);
    expect(sink.lines).to.have.length(before + 2 * (LINES - before));
    expect(new Set(sink.lines).size).to.equal(LINES);
    expect(new Set(sink.lines.map(idOf)).size).to.equal(LINES);
  });

  it('leaves objects that were not begun, and they are begun by the next', async () => {
    const ship = shipping(memory(), { continueTo: sqsQueue(queue.url), concurrency: 1 }, BATCHES);
    const summaries = await ship(eventOf('big.log', 'small.log'), lasting(TIME_MS));
    expect(summaries).to.have.length(1);
    const last: unknown = JSON.parse(logged.at(-1) ?? '');
    expect(last).to.deep.equal({ source: 's3://logs/small.log', status: 'notBegun' });
    const others = summariesOf(await shipping(memory(), {})(await queue.take()));
    expect(others.map(({ source, status }) => [source, status])).to.have.deep.members([
      ['s3://logs/big.log', 'completed'],
      ['s3://logs/small.log', 'completed'],
    ]);
  });

  it('fails by name without a queue, so that the event is tried again', async () => {
    const sink = memory();
    const ship = shipping(sink, { concurrency: 1 }, BATCHES);
    const error = await caught(ship(eventOf('big.log', 'small.log'), lasting(TIME_MS)));
    expect(error).to.be.instanceOf(ObjectsFailedError).and.to.include({ retryable: true });
    if (!(error instanceof ObjectsFailedError)) return;
    expect(error.errors.map(({ code }) => code)).to.deep.equal(['ERR_DEADLINE', 'ERR_DEADLINE']);
    const [head, big, small] = error.message.split('\n');
    expect(head).to.equal('2 of 2 objects failed');
    expect(big).to.match(
      /^s3:\/\/logs\/big\.log: stopped at [\d,]+: the time was nearly up\. .*LOGFLUME_CONTINUE_QUEUE/,
    );
    expect(small).to.match(/^s3:\/\/logs\/small\.log: not begun: the time was nearly up/);
    expect(error.summaries[0]?.lines.sent).to.equal(sink.lines.length);
  });

  it('does nothing of it where there is time enough, and leaves no timer', async () => {
    const ship = shipping(memory(), {});
    const [summary] = await ship(eventOf('small.log'), lasting(60_000));
    expect(summary?.status).to.equal('completed');
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    expect(timers.length).to.be.at.most(1); // mocha's
  });

  describe('and an S3 that sends nothing', () => {
    let silent: FaultyS3;
    let client: S3Client;
    let messages: string[];
    const keep: ContinueTo = (message) => Promise.resolve(void messages.push(message));
    const waiting = async (fault: Fault, continueTo: ContinueTo): Promise<Handler> => {
      silent = await faultyS3(elbLines(1), [fault, fault]);
      client = await s3Client({ endpointUrl: silent.url, credentials });
      return shipping(memory(), { client, continueTo });
    };
    beforeEach(() => (messages = []));
    afterEach(async () => {
      client.destroy();
      await silent.close();
    });

    for (const [what, fault, left] of [
      ['answers and then', { after: 0, then: 'silence' }, 'checkpoint'],
      ['does not answer and', 'ignore', 'object'],
    ] as const) {
      it(`that ${what} stays silent: the object is left once, then it fails by name`, async () => {
        const ship = await waiting(fault, keep);
        await ship(eventOf('small.log'), lasting(800));
        expect(JSON.parse(messages[0] ?? ''))
          .to.have.property(left)
          .that.includes({ bucket: 'logs', attempt: 1 });
        const error = await caught(ship(sqsEvent(messages[0]), lasting(800)));
        expect(error).to.be.instanceOf(ObjectsFailedError).and.to.include({ retryable: false });
        expect(error.cause).to.include({ code: 'ERR_NO_PROGRESS' });
        expect(error.message).to.contain('an invocation that was to go on at 0 came no further');
        expect(messages).to.have.length(1);
      });
    }

    it('fails by name where the queue does not take the rest', async () => {
      const noQueue = sqsQueue(`${s3.endpointUrl}/000000000000/no-such-queue`);
      const ship = await waiting({ after: 0, then: 'silence' }, noQueue);
      const error = await caught(ship(eventOf('small.log'), lasting(800)));
      expect(error.cause).to.include({ code: 'ERR_HAND_OVER', retryable: true });
      expect(error.message).to.match(/stopped at 0, and the rest could not be handed over: .*sqs:SendMessage/);
    });
  });
});
