import { pipeline } from 'node:stream/promises';
import { closed, openStep, type Closable, type Observer, type StepStream } from './adapters.ts';
import type { FlumeError } from './errors.ts';
import { aborted, explained, overLimit, unbalanced, type Owner } from './blame.ts';
import { Intake } from './intake.ts';
import { DeadLetters } from './letters/dead-letters.ts';
import { Outlet } from './outlet.ts';
import { asError, isRecords, type Records } from './records.ts';
import type { Awaitable, OpenSource, RunEvent, Sink, Source, StageContext, Unsent } from './stage.ts';
import { arePassing, isStreamStage, type AnyStep } from './step.ts';
import { Watchdog } from './watchdog.ts';
import { checkOptions, PROGRESS_TIMEOUT_MS, type RunOptions } from './run-options.ts';
import type { RunStatus, Summary } from './summary.ts';
import { Tally } from './tally.ts';

export type { RunOptions } from './run-options.ts';

/** Runs a source through steps into a sink. See BoundFlow.run. */
export function run(
  flow: { readonly steps: readonly AnyStep[]; readonly sink: Sink },
  source: Source,
  options: RunOptions,
): Promise<Summary> {
  return new Run(flow.steps, flow.sink, source, options).settle();
}

class Run {
  readonly #tally = new Tally();
  readonly #signal: AbortSignal;
  readonly #stopping: AbortSignal;
  readonly #maxRejects: number;
  /** Nobody has a batch, dead letters included, when the sink is done with it: its memory can be used again. */
  readonly #passing: boolean;
  /** Every stream that was opened, to be closed whatever happens. */
  readonly #streams: Closable[] = [];
  /** The first that failed: the others only report that it is gone. */
  #culprit: { readonly owner: Owner; readonly error: Error } | undefined;
  #watchdog: Watchdog | undefined;
  readonly #letters: DeadLetters | undefined;
  #intake: Intake | undefined;
  #outlet: Outlet | undefined;
  #uri: string;

  readonly #steps: readonly AnyStep[];
  readonly #sink: Sink;
  readonly #source: Source;
  readonly #options: RunOptions;

  constructor(steps: readonly AnyStep[], sink: Sink, source: Source, options: RunOptions) {
    this.#steps = steps;
    this.#sink = sink;
    this.#source = source;
    this.#options = options;
    const never = new AbortController().signal;
    this.#signal = options.signal ?? never;
    this.#stopping = options.stopping ?? never;
    this.#maxRejects = options.rejects === 'fail' ? 0 : (options.maxRejects ?? Infinity);
    this.#uri = source.uri ?? source.name;
    this.#letters = options.deadLetters && new DeadLetters(options.deadLetters, { uri: this.#uri });
    this.#passing = sink.passing === true && this.#letters === undefined && arePassing(steps);
  }

  async settle(): Promise<Summary> {
    checkOptions(this.#options);
    const failure = await this.#pipe().then(
      () => undefined,
      (thrown: unknown) => this.#failed(thrown),
    );
    const lost = await this.#keepLetters(failure);
    const error = lost ?? failure;
    if (error === undefined || (lost === undefined && this.#nothingLeft())) return this.#balanced();
    throw this.#withSummary(error);
  }

  #withSummary(error: FlumeError): FlumeError {
    const status = this.#signal.aborted ? 'aborted' : 'failed';
    error.summary ??= this.#tally.summary(this.#uri, status, this.#letters?.heldAt);
    return error;
  }

  /** What the pipeline failed with, explained and counted. */
  #failed(thrown: unknown): FlumeError {
    const { owner, error } = this.#culprit ?? { owner: undefined, error: asError(thrown) };
    if (this.#signal.aborted) return aborted(this.#uri, this.#signal.reason);
    if (owner !== undefined && owner.place !== 'stage') this.#tally.failed(owner.place, error);
    return explained(this.#uri, owner, error);
  }

  /** Undefined where no letter is missing. */
  async #keepLetters(failure: FlumeError | undefined): Promise<FlumeError | undefined> {
    const givenUp = failure?.code === 'ERR_ABORTED';
    if (givenUp) await this.#letters?.abandon();
    if (this.#letters === undefined || givenUp) return undefined;
    const lost = await this.#letters.keep(this.#signal, failure);
    const { count, uri } = this.#letters;
    if (uri !== undefined && count.bytes > 0) this.#tally.lettered(count, uri);
    return lost;
  }

  /** Whether the run failed of the sink alone, and all that was not delivered is with the dead letters. */
  #nothingLeft(): boolean {
    if (this.#signal.aborted || this.#culprit?.owner.place !== 'sending' || this.#outlet?.ended !== true) return false;
    const { deadLetters, failures, rejects } = this.#tally.summary(this.#uri, this.#status);
    return deadLetters.bytes > 0 && failures.sending.total === deadLetters.records && rejects.undelivered === 0;
  }

  /** Of a run that came to its end. */
  get #status(): RunStatus {
    if (this.#intake?.early.aborted === true) return 'stopped';
    return this.#letters?.hasUnsent === true ? 'deadLettered' : 'completed';
  }

  async #pipe(): Promise<void> {
    try {
      const [outlet, opened] = await this.#open();
      const report = this.#report;
      const intake = (this.#intake = this.#owned(
        { name: this.#source.name, place: 'reading' },
        new Intake(opened, this.#stopping, report),
      ));
      const context: StageContext = { origin: opened.origin, signal: this.#signal, stopping: intake.early, report };
      const stages: StepStream[] = [];
      for (const [i, step] of this.#steps.entries()) {
        const owner: Owner = { name: step.name, place: 'stage' };
        const stream = await this.#blaming(owner, () => openStep(step, context, this.#observer(i)));
        stages.push(this.#owned(owner, stream));
      }
      this.#watch(intake, stages, outlet);
      await pipeline([intake, ...stages, outlet], { signal: this.#signal });
      // Most have closed by themselves; a stage's own stream may be one that never does.
      for (const stream of this.#streams) stream.destroy();
    } catch (thrown) {
      for (const stream of this.#streams) stream.destroy(asError(thrown));
      throw thrown;
    } finally {
      this.#watchdog?.rest();
      // A pipeline that fails rejects before its sink has closed: sockets would outlive the run.
      await Promise.all(this.#streams.map(closed));
    }
  }

  #watch(intake: Intake, stages: readonly StepStream[], outlet: Outlet): void {
    const { progressTimeoutMs = PROGRESS_TIMEOUT_MS } = this.#options;
    if (progressTimeoutMs === Infinity) return;
    const named = stages.map((stream, i) => ({ stream, name: this.#steps[i]?.name ?? '' }));
    const [source, sink] = [this.#source.name, this.#sink.name];
    this.#watchdog = new Watchdog(progressTimeoutMs, { uri: this.#uri, source, sink, intake, stages: named, outlet });
  }

  /** Opens the sink before the source: a bad address fails before a byte is read. */
  async #open(): Promise<[Outlet, OpenSource]> {
    this.#signal.throwIfAborted();
    const signal = this.#signal;
    const report = this.#report;
    const sending: Owner = { name: this.#sink.name, place: 'sending' };
    const failing = new AbortController();
    const fail = (error: Error): void => failing.abort(error);
    const letters = this.#letters;
    const deadLetter = (unsent: Unsent, reason: string): boolean => this.#leave(unsent, reason);
    const context = { signal, report, fail, ...(letters === undefined ? {} : { deadLetter }) };
    const sinkRun = await this.#blaming(sending, () => this.#sink.open(context));
    const written = this.#passing ? (batch: Records) => batch.release() : (): void => undefined;
    const made = new Outlet(sinkRun, failing.signal, (batch) => this.#prepared(batch), written);
    const outlet = (this.#outlet = this.#owned(sending, made));
    const reading: Owner = { name: this.#source.name, place: 'reading' };
    const from = { signal, stopping: this.#stopping, report, lends: this.#passing };
    const opened = await this.#blaming(reading, () => this.#source.open(from));
    this.#uri = opened.origin.uri;
    letters?.begin(opened.origin);
    this.#tally.begin(opened.origin, this.#steps.filter(isStreamStage).length);
    return [outlet, opened];
  }

  readonly #report = (event: RunEvent): void => {
    if (event.type === 'read' || event.type === 'delivered') this.#watchdog?.stir();
    this.#tally.event(event);
    if (event.type === 'format') this.#letters?.read(event);
    this.#options.onEvent?.(event);
  };

  async #blaming<T>(owner: Owner, open: () => Awaitable<T>): Promise<T> {
    try {
      return await open();
    } catch (thrown) {
      this.#culprit ??= { owner, error: asError(thrown) };
      throw thrown;
    }
  }

  #owned<S extends Closable>(owner: Owner, stream: S): S {
    stream.on('error', (error: Error) => (this.#culprit ??= { owner, error }));
    this.#streams.push(stream);
    return stream;
  }

  /** Counts what passes the stage in this place. */
  #observer(place: number): Observer {
    let before: Records | undefined;
    return (input, outputs) => {
      const made = outputs.filter(isRecords);
      if (Buffer.isBuffer(input)) this.#tally.taken(place, input.length);
      if (outputs.some((chunk) => Buffer.isBuffer(chunk))) this.#tally.gaveBytes();
      if (isRecords(input)) before = input;
      if (before === undefined) made.forEach((batch) => this.#parsed(batch));
      else this.#tally.transformed(place, input === before ? before : undefined, made);
      this.#checkLimit();
    };
  }

  #parsed(batch: Records): void {
    this.#watchdog?.stir();
    this.#tally.parsed(batch);
    this.#options.onLines?.(batch.length + batch.skipped + batch.rejects.length, batch.end);
  }

  /** The last step before the sink: what JSON cannot hold becomes a reject, and rejects go as the caller wants. */
  #prepared(batch: Records): Awaitable<Records | undefined> {
    const sealed = batch.seal();
    this.#tally.transformed(this.#steps.length, batch, [sealed]);
    this.#checkLimit();
    const { rejects, length, origin } = sealed;
    if (rejects.length === 0) return length === 0 ? undefined : sealed;
    const without = (): Records | undefined => (length === 0 ? undefined : sealed.withRejects([]));
    if (this.#options.rejects === 'dead-letter') return this.#letters?.reject(origin, rejects).then(without);
    if (this.#options.rejects !== 'drop') return sealed;
    this.#tally.dropped(rejects.length);
    return without();
  }

  /** Leaves what the sink cannot deliver to the dead letters; false: there is no room. */
  #leave(unsent: Unsent, reason: string): boolean {
    const left = this.#letters?.unsent(unsent, reason) ?? false;
    if (left) this.#tally.unsent(reason, unsent.places[0]?.offset);
    return left;
  }

  #checkLimit(): void {
    const { rejectCount, lastReject } = this.#tally;
    if (rejectCount > this.#maxRejects) throw overLimit(this.#uri, rejectCount, this.#maxRejects, lastReject);
  }

  /** The summary of a run that ended well; throws when the sink did not account for all that it was given. */
  #balanced(): Summary {
    const summary = this.#tally.summary(this.#uri, this.#status);
    const records = summary.failures.sending.total - summary.deadLetters.records;
    const rejects = summary.rejects.undelivered;
    if (records === 0 && rejects === 0) return summary;
    throw this.#withSummary(unbalanced(this.#uri, this.#sink.name, records, rejects));
  }
}
