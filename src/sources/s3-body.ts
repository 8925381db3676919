import { finished, Readable } from 'node:stream';
import { AbortError, messageOf, SourceError } from '../errors.ts';

export interface BodyOptions {
  /** Names the object in errors. */
  readonly uri: string;
  /** What Content-Length promised, in bytes. */
  readonly size: number | undefined;
  readonly signal: AbortSignal;
  /** How long the server may send nothing while we ask for more. */
  readonly silenceMs: number;
  /** Called once, when the body is closed, however it ends. */
  readonly release: () => void;
}

const HIGH_WATER_MARK = 256 * 1024;

/**
 * The same bytes as `incoming`, counted. Fails with SourceError (ERR_SOURCE, retryable) when the body breaks, ends before or
 * after the promised size, or falls silent; with AbortError when `signal` ended it. Destroying it destroys `incoming`.
 */
export class S3Body extends Readable {
  readonly #incoming: Readable;
  readonly #options: BodyOptions;
  #received = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(incoming: Readable, options: BodyOptions) {
    super({ highWaterMark: HIGH_WATER_MARK });
    this.#incoming = incoming;
    this.#options = options;
    incoming.pause();
    incoming.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    finished(incoming, { writable: false }, (error) => {
      this.#end(error);
    });
  }

  override _read(): void {
    this.#timer ??= setTimeout(() => {
      this.#breakOff(new Error(`no byte came for ${this.#options.silenceMs / 1000} s`));
    }, this.#options.silenceMs);
    this.#incoming.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#disarm();
    this.#incoming.destroy();
    this.#options.release();
    done(error);
  }

  #take(chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.push(chunk)) {
      this.#timer?.refresh();
    } else {
      this.#disarm();
      this.#incoming.pause();
    }
  }

  #end(error: Error | null | undefined): void {
    this.#disarm();
    if (this.destroyed) return;
    const { size } = this.#options;
    if (error) this.#breakOff(error);
    else if (size !== undefined && size !== this.#received) this.#breakOff(new Error('the body ended'));
    else this.push(null);
  }

  /** Silence counts only while we ask: a slow reader is no fault of the server. */
  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #breakOff(cause: Error): void {
    const { uri, size, signal } = this.#options;
    const stage = 's3Object';
    if (signal.aborted) {
      this.destroy(new AbortError(`Reading ${uri} was aborted`, { stage, cause: signal.reason }));
      return;
    }
    const of = size === undefined ? '' : ` of ${size.toLocaleString('en-US')}`;
    const message = `${uri} broke off after ${this.#received.toLocaleString('en-US')}${of} bytes: ${messageOf(cause)}`;
    this.destroy(new SourceError(message, { code: 'ERR_SOURCE', stage, retryable: true, cause }));
  }
}
