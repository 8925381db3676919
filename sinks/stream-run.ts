import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { messageOf, SinkError } from '../src/errors.ts';
import { asError, type Records } from '../src/records.ts';
import type { SinkContext, SinkRun } from '../src/stage.ts';

/** JSON lines into a stream of bytes: what the sinks `file` and `stdout` have in common. */
export class StreamRun implements SinkRun {
  readonly #stream: Writable;
  readonly #name: string;
  readonly #target: string;
  readonly #context: SinkContext;
  readonly #owned: boolean;
  #failure: Error | undefined;

  /** `target` says in messages where it goes: a path, or `stdout`. An `owned` stream is ended with the run. */
  constructor(
    stream: Writable,
    options: { readonly name: string; readonly target: string; readonly owned: boolean },
    context: SinkContext,
  ) {
    this.#stream = stream;
    this.#name = options.name;
    this.#target = options.target;
    this.#owned = options.owned;
    this.#context = context;
    stream.on('error', this.#onError);
  }

  readonly #onError = (cause: Error): void => this.#context.fail(this.#failed(cause));

  #failed(cause: Error): Error {
    const message = `${this.#name} ${this.#target}: ${messageOf(cause)}`;
    return (this.#failure ??= new SinkError(message, { code: 'ERR_SINK', stage: this.#name, cause }));
  }

  /** Settles when the stream has taken the bytes: they are delivered then, as far as a stream can tell. */
  write(batch: Records): Promise<void> {
    const { bytes, records, rejects, release } = batch.encode();
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#stream.write(bytes, (error) => {
        if (error) {
          reject(this.#failed(error));
          return;
        }
        this.#context.report({ type: 'delivered', records, rejects, bytes: bytes.length, upTo: batch.end });
        release?.();
        resolve();
      });
    });
  }

  async flush(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#owned) return;
    this.#stream.end();
    try {
      await finished(this.#stream);
    } catch (thrown) {
      throw this.#failed(asError(thrown));
    }
  }

  async close(): Promise<void> {
    this.#stream.off('error', this.#onError);
    if (!this.#owned || this.#stream.closed) return;
    this.#stream.on('error', () => undefined); // the run has its error already
    this.#stream.destroy();
    await new Promise((resolve) => this.#stream.once('close', resolve));
  }
}
