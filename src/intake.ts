import { Readable } from 'node:stream';
import { messageOf, SourceError } from './errors.ts';
import type { OpenSource, SourceContext } from './stage.ts';

/** The first stream of a run: a source's bytes, counted, with an end that can be brought forward. */
export class Intake extends Readable {
  /** Aborted when `stopping` ended it before the source was through; `stopping` alone may come after the last byte. */
  readonly early: AbortSignal;
  readonly #early = new AbortController();
  readonly #live: boolean;
  #asked = false;
  readonly #source: Readable;
  readonly #stop = (): void => this.#endEarly();

  readonly #stopping: AbortSignal;

  constructor({ stream, origin }: OpenSource, stopping: AbortSignal, report: SourceContext['report']) {
    // One chunk at a time, for the same reason as READY_BATCHES in adapters.ts; sources read ahead by themselves.
    super({ highWaterMark: 1 });
    this.early = this.#early.signal;
    this.#stopping = stopping;
    this.#source = stream;
    this.#live = origin.live === true;
    stream.on('data', (bytes: Buffer) => {
      this.#asked = false;
      report({ type: 'read', bytes: bytes.length, size: origin.size });
      if (!this.push(bytes)) stream.pause();
    });
    stream.once('end', () => this.push(null));
    stream.on('error', (error) => {
      if (!this.early.aborted) this.destroy(error);
    });
    stream.once('close', () => {
      if (stream.readableEnded || this.early.aborted || this.destroyed) return;
      const message = `${origin.uri}: the source closed before its end${stream.errored ? `: ${messageOf(stream.errored)}` : ''}`;
      this.destroy(
        new SourceError(message, { code: 'ERR_SOURCE', retryable: true, cause: stream.errored ?? undefined }),
      );
    });
    stream.pause();
    if (stopping.aborted) this.#endEarly();
    else stopping.addEventListener('abort', this.#stop, { once: true });
  }

  /** Whether the run wants bytes, and the source, from which they may be expected, gives none. */
  get waiting(): boolean {
    return this.#asked && !this.#live && !this.readableEnded;
  }

  #endEarly(): void {
    if (this.#source.readableEnded || this.destroyed) return;
    this.#early.abort();
    this.#source.removeAllListeners('data');
    this.push(null);
    this.#source.destroy();
  }

  override _read(): void {
    this.#asked = true;
    if (!this.early.aborted) this.#source.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#stopping.removeEventListener('abort', this.#stop);
    if (this.#source.closed) {
      done(error);
      return;
    }
    this.#source.once('close', () => done(error));
    this.#source.destroy();
  }
}
