import { pipeline } from 'node:stream/promises';
import { openStep, type Closable, type Observer, type StepStream } from './adapters.ts';
import { AbortError, FlumeError, messageOf, RejectLimitError, SinkError, SourceError, StageError } from './errors.ts';
import { Intake } from './intake.ts';
import { Outlet } from './outlet.ts';
import { asError, isRecords, type Records } from './records.ts';
import type { Awaitable, OpenSource, RunEvent, Sink, Source, StageContext } from './stage.ts';
import { isSchemaStage, isStreamStage, type AnyStep } from './step.ts';
import { Watchdog } from './watchdog.ts';
import { checkOptions, PROGRESS_TIMEOUT_MS, type RunOptions } from './run-options.ts';
import { Tally, type RunStatus, type Summary } from './summary.ts';

export type { RunOptions } from './run-options.ts';

/** Who stands behind a stream of the run. */
interface Owner {
  readonly name: string;
  readonly place: 'reading' | 'stage' | 'sending';
}

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
  /** Nobody has a batch when the sink is done with it: its memory can be used again. */
  readonly #passing: boolean;
  /** Every stream that was opened, to be closed whatever happens. */
  readonly #streams: Closable[] = [];
  /** The first that failed: the others only report that it is gone. */
  #culprit: { readonly owner: Owner; readonly error: Error } | undefined;
  #watchdog: Watchdog | undefined;
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
    this.#passing = sink.passing === true && steps.every((step) => isSchemaStage(step) || step.passing === true);
    const never = new AbortController().signal;
    this.#signal = options.signal ?? never;
    this.#stopping = options.stopping ?? never;
    this.#maxRejects = options.rejects === 'fail' ? 0 : (options.maxRejects ?? Infinity);
    this.#uri = source.uri ?? source.name;
  }

  async settle(): Promise<Summary> {
    checkOptions(this.#options);
    try {
      const intake = await this.#pipe();
      return this.#balanced(intake.early.aborted ? 'stopped' : 'completed');
    } catch (thrown) {
      const { owner, error } = this.#culprit ?? { owner: undefined, error: asError(thrown) };
      const explained = this.#signal.aborted ? this.#aborted() : this.#explained(owner, error);
      const place = this.#signal.aborted ? undefined : owner?.place;
      if (place !== undefined && place !== 'stage') this.#tally.failed(place, error);
      explained.summary ??= this.#tally.summary(this.#uri, this.#signal.aborted ? 'aborted' : 'failed');
      throw explained;
    }
  }

  async #pipe(): Promise<Intake> {
    try {
      const [outlet, opened] = await this.#open();
      const report = this.#report;
      const intake = this.#owned(
        { name: this.#source.name, place: 'reading' },
        new Intake(opened, this.#stopping, report),
      );
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
      return intake;
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
    const sinkRun = await this.#blaming(sending, () => this.#sink.open({ signal, report, fail }));
    const outlet = this.#owned(
      sending,
      new Outlet(
        sinkRun,
        failing.signal,
        (batch) => this.#prepared(batch),
        (batch) => {
          if (this.#passing) batch.release();
        },
      ),
    );
    const reading: Owner = { name: this.#source.name, place: 'reading' };
    const opened = await this.#blaming(reading, () =>
      this.#source.open({ signal, stopping: this.#stopping, report, lends: this.#passing }),
    );
    this.#uri = opened.origin.uri;
    this.#tally.begin(opened.origin, this.#steps.filter(isStreamStage).length);
    return [outlet, opened];
  }

  readonly #report = (event: RunEvent): void => {
    if (event.type === 'read' || event.type === 'delivered') this.#watchdog?.stir();
    this.#tally.event(event);
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
  #prepared(batch: Records): Records | undefined {
    const sealed = batch.seal();
    this.#tally.transformed(this.#steps.length, batch, [sealed]);
    this.#checkLimit();
    if (this.#options.rejects === 'drop' && sealed.rejects.length > 0) {
      this.#tally.dropped(sealed.rejects.length);
      return sealed.length === 0 ? undefined : sealed.withRejects([]);
    }
    return sealed.length + sealed.rejects.length === 0 ? undefined : sealed;
  }

  #checkLimit(): void {
    const rejects = this.#tally.rejectCount;
    if (rejects <= this.#maxRejects) return;
    const limit = `${rejects} rejected, ${this.#maxRejects} allowed`;
    throw new RejectLimitError(`${this.#uri}: ${limit}; the last: ${this.#tally.lastReject}`);
  }

  /** The summary of a run that ended well; throws when the sink did not account for all that it was given. */
  #balanced(status: RunStatus): Summary {
    const summary = this.#tally.summary(this.#uri, status);
    const [records, rejects] = [summary.failures.sending.total, summary.rejects.undelivered];
    if (records === 0 && rejects === 0) return summary;
    const message = `${this.#uri}: ${this.#sink.name} ended well, but did not account for ${records} records and ${rejects} rejects`;
    throw new SinkError(message, { code: 'ERR_UNBALANCED', stage: this.#sink.name });
  }

  #explained(owner: Owner | undefined, error: Error): FlumeError {
    if (error instanceof FlumeError) return error;
    const message = `${owner?.name ?? 'run'}: ${messageOf(error)} (${this.#uri})`;
    const options = { stage: owner?.name, cause: error };
    if (owner?.place === 'reading') return new SourceError(message, { ...options, code: 'ERR_SOURCE' });
    if (owner?.place === 'sending') return new SinkError(message, { ...options, code: 'ERR_SINK' });
    return new StageError(message, options);
  }

  #aborted(): AbortError {
    return new AbortError(`${this.#uri}: aborted: ${messageOf(this.#signal.reason)}`, { cause: this.#signal.reason });
  }
}

function closed(stream: Closable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) resolve();
    else stream.once('close', resolve);
  });
}
