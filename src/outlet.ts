import { Writable } from 'node:stream';
import { asError, type Records } from './records.ts';
import type { Awaitable, SinkRun } from './stage.ts';

/** The last stream of a run: batches into an opened sink, one at a time. */
export class Outlet extends Writable {
  readonly #sink: SinkRun;
  /** What the run does to a batch before the sink sees it; undefined: nothing of it is left to write. */
  readonly #prepare: (batch: Records) => Awaitable<Records | undefined>;
  readonly #written: (batch: Records) => void;
  #ended = false;

  /** Calls of the sink that have not settled. */
  #waiting = 0;

  constructor(
    sink: SinkRun /** Aborted by the sink, with the error that ends the run, when it fails between two writes. */,
    failing: AbortSignal,
    prepare: (batch: Records) => Awaitable<Records | undefined>,
    /** Called when the sink is done with a batch, or nothing of it was left to write. */
    written: (batch: Records) => void,
  ) {
    super({ objectMode: true, highWaterMark: 1 });
    this.#sink = sink;
    this.#prepare = prepare;
    this.#written = written;
    const fail = (): void => void this.destroy(asError(failing.reason));
    if (failing.aborted) fail();
    else failing.addEventListener('abort', fail, { once: true });
  }

  override _write(batch: Records, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#writeBatch(batch).then(
      () => done(),
      (thrown: unknown) => done(asError(thrown)),
    );
  }

  /** Whether the sink is at work, and the run waits for it. */
  get waiting(): boolean {
    return this.#waiting > 0;
  }

  /** Whether the sink was given all that there is; not that it delivered it. */
  get ended(): boolean {
    return this.#ended;
  }

  async #writeBatch(batch: Records): Promise<void> {
    const made = this.#prepare(batch);
    const prepared = made instanceof Promise ? await made : made;
    if (prepared !== undefined) await this.#awaited(this.#sink.write(prepared));
    this.#written(batch);
  }

  async #awaited(work: Promise<void>): Promise<void> {
    this.#waiting += 1;
    await work.finally(() => (this.#waiting -= 1));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#ended = true;
    this.#awaited(this.#sink.flush()).then(
      () => done(),
      (thrown: unknown) => done(asError(thrown)),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // The run's own error outranks one that comes up while the sink is being closed.
    this.#sink.close(error ?? undefined).then(
      () => done(error),
      (thrown: unknown) => done(error ?? asError(thrown)),
    );
  }
}
