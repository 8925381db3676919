import type { LookupFunction } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Checkpoint } from '../../src/checkpoint.ts';
import { messageOfContinuation } from '../../src/events/continuation.ts';
import { contentsOf } from '../../src/events/read-event.ts';
import { messageOf } from '../../src/errors.ts';
import type { BoundFlow } from '../../src/flow.ts';
import type { Outcome } from '../../src/outcome.ts';
import { s3Client } from '../../src/sources/s3-client.ts';
import type { RunEvent } from '../../src/stage.ts';
import { tcp, type TcpOptions } from '../../sinks/tcp.ts';
import { balanced } from '../helpers/runs.ts';
import { credentials } from '../helpers/s3.ts';
import { Arrivals } from './arrivals.ts';
import { badLookup } from './bad-lookup.ts';
import { BadReceiver } from './bad-receiver.ts';
import { BadS3 } from './bad-s3.ts';
import { contentOf } from './content.ts';
import { DayLetters } from './day-letters.ts';
import { expectedOf, idIn, type ExpectedLine } from './expected.ts';
import { letterPlace, type LetterPlace } from './letter-place.ts';
import { ROOM } from './letter-schedule.ts';
import { oneRun } from './one-run.ts';
import { leftOver, resources } from './resources.ts';
import type { Schedule } from './schedule.ts';
import { shipping } from './shipping.ts';
import { readTimes, sendTimes } from './times.ts';
import { watched, type Held } from './watched.ts';

/** What came of one schedule. */
export interface Findings {
  readonly seed: number;
  /** What should not be, in words. */
  readonly problems: readonly string[];
  /** Lines that were said to be delivered and were not, by a checkpoint or by a success. */
  readonly losses: number;
  readonly falseSuccesses: number;
  /** Faults that came about, in their order. */
  readonly struck: readonly string[];
  readonly runs: number;
  /** Whether the object got through in the end. */
  readonly done: boolean;
  readonly lines: number;
  readonly read: number;
  readonly duplicates: number;
  /** Dead letters that were kept. */
  readonly letters: number;
}

/** How a run may fail on a bad day. */
function expectedCodes({ letters }: Schedule): readonly string[] {
  const codes = ['ERR_SOURCE', 'ERR_SINK', 'ERR_UNCONFIRMED', 'ERR_OBJECT_CHANGED', 'ERR_ABORTED'];
  if (letters === undefined) return codes;
  return [...codes, 'ERR_DEAD_LETTER', ...(letters.maxBytes < ROOM ? ['ERR_DEAD_LETTERS_FULL'] : [])];
}

/** Whether the object may stay where it is, whatever is tried. */
function mayNeverEnd({ forever, letters }: Schedule): boolean {
  return forever !== undefined || letters?.forever !== undefined || (letters?.maxBytes ?? ROOM) < ROOM;
}

/** What the line of an object holds that the receiver never takes. */
function refusedOf(lines: readonly ExpectedLine[], share: number | undefined): readonly string[] {
  const line = share === undefined ? undefined : lines[Math.floor(share * lines.length)];
  return line === undefined ? [] : [`"${idIn(line.text)}"`];
}

/** Runs of an object that will never get through. */
const RUNS_IN_VAIN = 3;

/** Goes through a bad day, and checks everything that was promised. Leaves nothing open. `others` are options of the sink. */
export async function simulate(schedule: Schedule, others: Pick<TcpOptions, 'delivery'> = {}): Promise<Findings> {
  // Whoever calls may have a timer to set first, as the runner of tests does.
  await turn();
  const before = resources();
  const { requests } = schedule.faults;
  const replaced = requests.filter((fault) => fault?.what.startsWith('object replaced') === true).length;
  const versions: (readonly ExpectedLine[])[] = [];
  for (let n = 1; n <= 1 + replaced; n += 1) versions.push(await expectedOf(schedule, n));
  const findings = await new Day(schedule, versions, others).findings();
  return { ...findings, problems: [...findings.problems, ...(await leftOver(before))] };
}

class Day {
  readonly #schedule: Schedule;
  readonly #others: Pick<TcpOptions, 'delivery'>;
  readonly #problems: string[] = [];
  readonly #struck: string[] = [];
  readonly #s3: BadS3;
  readonly #receiver: BadReceiver;
  readonly #lookup: LookupFunction;
  readonly #arrivals: Arrivals;
  readonly #place: LetterPlace | undefined;
  readonly #letters: DayLetters | undefined;
  readonly #held: Held = { peakBytes: 0, largestBytes: 0, left: new Set() };
  #losses = 0;
  #falseSuccesses = 0;
  #runs = 0;
  #done = false;

  constructor(
    schedule: Schedule,
    versions: readonly (readonly ExpectedLine[])[],
    others: Pick<TcpOptions, 'delivery'>,
  ) {
    this.#schedule = schedule;
    this.#others = others;
    const { faults, forever, pieceBytes, content, letters } = schedule;
    const struck = (what: string): void => void this.#struck.push(what);
    const version = (n: number): Buffer => contentOf(content, n);
    const place = letterPlace(letters, struck);
    this.#s3 = new BadS3({ version, faults: faults.requests, pieceBytes, letters: place?.answer, struck });
    const everyOther = forever === undefined ? undefined : { what: forever, at: 50 };
    const { connections, dials } = faults;
    this.#lookup = badLookup(dials, struck);
    const comes = ({ rejected }: ExpectedLine): boolean => !this.#isLetter(rejected);
    const refused = versions.flatMap((lines) => refusedOf(lines.filter(comes), letters?.refused));
    this.#receiver = new BadReceiver({ connections, forever: everyOther, refused, struck });
    this.#arrivals = new Arrivals(versions, this.#receiver.inlets, comes);
    this.#place = place;
    if (place !== undefined)
      this.#letters = new DayLetters({ schedule, place, versions, arrivals: this.#arrivals, problems: this.#problems });
  }

  async findings(): Promise<Findings> {
    await this.#s3.listen();
    await this.#place?.open(this.#s3.url);
    const ship = this.#flow(await this.#receiver.listen());
    const client = await s3Client({ endpointUrl: this.#s3.url, credentials });
    try {
      await this.#runAll(ship, client);
      await this.#letters?.replay();
    } finally {
      client.destroy();
      await Promise.all([this.#receiver.close(), this.#s3.close(), this.#place?.close()]);
    }
    for (const line of this.#arrivals.foreign())
      this.#problems.push(`came, and should not have: ${line.slice(0, 300)}`);
    this.#checkHeld();
    return {
      ...{ seed: this.#schedule.seed, problems: this.#problems, struck: this.#struck },
      ...{ losses: this.#losses, falseSuccesses: this.#falseSuccesses, runs: this.#runs, done: this.#done },
      ...{ lines: this.#arrivals.of(this.#s3.served).length, ...this.#arrivals.counts },
      letters: this.#letters?.count ?? 0,
    };
  }

  #checkHeld(): void {
    const { peakBytes, largestBytes } = this.#held;
    const { maxUnconfirmedBytes } = this.#schedule.sink;
    // What one connection carried may be aside besides.
    const bound = this.#letters === undefined ? maxUnconfirmedBytes : 2 * Math.max(maxUnconfirmedBytes, largestBytes);
    if (peakBytes > bound) this.#problems.push(`${peakBytes} bytes unconfirmed, ${bound} allowed`);
  }

  /** Whether it is left to the dead letters without being sent. */
  #isLetter(rejected: ExpectedLine['rejected']): boolean {
    return rejected !== undefined && this.#schedule.letters?.rejects === 'dead-letter';
  }

  #flow(port: number): BoundFlow {
    const bounds = { ...this.#schedule.sink, ...sendTimes(this.#schedule) };
    const sink = tcp({ host: 'receiver', port, lookup: this.#lookup, ...bounds, ...this.#others });
    const bytesOf = (start: number, end: number): number =>
      this.#arrivals
        .of(this.#s3.served)
        .filter(({ position, rejected }) => position >= start && position < end && !this.#isLetter(rejected))
        .reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0);
    return shipping(this.#schedule).to(watched(sink, bytesOf, this.#held));
  }

  async #runAll(ship: BoundFlow, client: S3Client): Promise<void> {
    const { faults, anew } = this.#schedule;
    const endless = mayNeverEnd(this.#schedule);
    const most = endless ? RUNS_IN_VAIN : 3 + Object.values(faults).flat().length;
    const reading = { readAttempts: this.#schedule.readAttempts, ...readTimes(this.#schedule) };
    let from: Checkpoint | undefined;
    for (; this.#runs < most && !this.#done; this.#runs += 1) {
      const connections = this.#receiver.inlets.length;
      const giveUp = new AbortController();
      this.#place?.begin(this.#runs, () => giveUp.abort(new Error('the caller gave up')));
      const outcome = await oneRun({
        ...{ ship, client, from, reading, fault: faults.runs[this.#runs], letters: this.#letters?.options, giveUp },
        struck: (what) => void this.#struck.push(what),
        onEvent: (event) => this.#hear(event),
      });
      this.#check(outcome, connections);
      const { status, checkpoint } = outcome.summary;
      this.#done = status === 'completed' || status === 'deadLettered';
      const failed = status !== 'stopped' && anew;
      // What is left of an object that is no more cannot be read.
      from = failed || outcome.error?.code === 'ERR_OBJECT_CHANGED' ? undefined : (handedOver(checkpoint) ?? from);
    }
    if (!this.#done && !endless) this.#problems.push(`not through after ${most} runs`);
  }

  #hear(event: RunEvent): void {
    if (event.type !== 'delivered') return;
    // Whether the dead letters of a run are kept shows when it ends.
    const left = ({ text, rejected }: ExpectedLine): boolean => this.#held.left.has(text) || this.#isLetter(rejected);
    this.#claimed(event.upTo, 'a delivery up to', left);
  }

  /** Everything below a position is said to be delivered or kept, but for what is `left` for now. */
  #claimed(upTo: number, by: string, left: (line: ExpectedLine) => boolean = () => false): void {
    const missing = this.#arrivals.missing(this.#s3.served, upTo).filter((line) => !left(line));
    if (missing.length === 0) return;
    this.#losses += missing.length;
    this.#problems.push(`LOST ${missing.length} lines by ${by} ${upTo}, the first at ${missing[0]?.position}`);
  }

  #check(outcome: Outcome, connections: number): void {
    const { summary, error } = outcome;
    const { status, lines, rejects, checkpoint } = summary;
    const where = `run ${this.#runs + 1} (${status}${error === undefined ? '' : `, ${error.message}`})`;
    const problem = (what: string): void => void this.#problems.push(`${where}: ${what}`);
    try {
      balanced(summary);
    } catch (thrown) {
      problem(messageOf(thrown));
    }
    if (error !== undefined && !expectedCodes(this.#schedule).includes(error.code)) problem(error.code);
    this.#letters?.check(outcome, where);
    const { created, destroyed } = summary.connections;
    if (created !== destroyed) problem(`${created} connections made, ${destroyed} closed`);
    const [sent, arrived] = [lines.sent + rejects.shipped, this.#arrivals.countFrom(connections)];
    if (sent > arrived) problem(`${sent} lines said to be sent, ${arrived} arrived`);
    if (checkpoint !== undefined) this.#claimed(checkpoint.offset, `the checkpoint of ${where} at`);
    const through = status === 'completed' || status === 'deadLettered';
    if (through && this.#arrivals.missing(this.#s3.served, Infinity).length > 0) {
      this.#falseSuccesses += 1;
      this.#claimed(Infinity, `the success of ${where}:`);
    }
  }
}

/** The same checkpoint after it has been in a queue. */
function handedOver(checkpoint: Checkpoint | undefined): Checkpoint | undefined {
  if (checkpoint === undefined || !('bucket' in checkpoint)) return undefined;
  const [object] = contentsOf(JSON.parse(messageOfContinuation({ checkpoint }))).objects;
  if (object?.checkpoint === undefined) throw new Error('the checkpoint does not come back from a queue');
  return object.checkpoint;
}
