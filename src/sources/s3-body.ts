import { finished, Readable } from 'node:stream';
import { AbortError, messageOf, SourceError } from '../errors.ts';
import { asError } from '../records.ts';
import type { SourceContext } from '../stage.ts';
import type { Attempts } from './attempts.ts';
import type { Life } from './life.ts';
import { Pieces } from './pieces.ts';
import type { S3Part } from './s3-reader.ts';

export interface BodyOptions {
  /** Names the object in errors. */
  readonly uri: string;
  /** Position in the object of the first byte that is wanted. */
  readonly position: number;
  /** What the requests run under. */
  readonly life: Pick<Life, 'signal' | 'end'>;
  /** How long the server may send nothing while we ask for more. */
  readonly silenceMs: number;
  readonly attempts: Attempts;
  /** The same object from a later position on; absent where nobody could tell whether it is the same. */
  readonly reopen: ((position: number) => Promise<S3Part>) | undefined;
  readonly report: SourceContext['report'];
  /** Called once, when the body is closed, however it ends. */
  readonly release: () => void;
}

const HIGH_WATER_MARK = 256 * 1024;

/**
 * The bytes of an object, counted. A body that breaks, ends before the promised size or falls silent is opened again where
 * it ended, as often as `attempts` allows without a byte of progress. Then it fails with SourceError (ERR_SOURCE,
 * retryable), or with what `reopen` throws; with AbortError when the run was aborted. Destroying it destroys the body.
 */
export class S3Body extends Readable {
  readonly #options: BodyOptions;
  readonly #size: number | undefined;
  #position: number;
  #incoming: Readable | undefined;
  #skip = 0;
  readonly #pieces = new Pieces((bytes) => this.#hand(bytes));
  /** Whether the reader has asked for more than it got. */
  #wanted = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(part: S3Part, options: BodyOptions) {
    super({ highWaterMark: HIGH_WATER_MARK });
    this.#options = options;
    this.#position = options.position;
    this.#size = part.size;
    this.#attach(part);
  }

  override _read(): void {
    this.#wanted = true;
    this.#ask();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#disarm();
    this.#pieces.drop();
    // A request that is on its way is given up; one whose body is at hand is not, or it would take its connection along.
    if (this.#incoming === undefined) this.#options.life.end();
    else this.#incoming.destroy();
    this.#options.release();
    done(error);
  }

  #attach({ body, skip }: S3Part): void {
    this.#incoming = body;
    this.#skip = skip;
    body.pause();
    body.on('data', (chunk: Buffer) => {
      if (body === this.#incoming) this.#take(chunk);
    });
    finished(body, { writable: false }, (error) => {
      if (body === this.#incoming) this.#end(error);
    });
    if (this.#wanted) this.#ask();
  }

  #ask(): void {
    if (this.#incoming === undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#breakOff(new Error(`no byte came for ${this.#options.silenceMs / 1000} s`));
    }, this.#options.silenceMs);
    this.#incoming.resume();
  }

  #take(chunk: Buffer): void {
    this.#timer?.refresh();
    const bytes = chunk.subarray(Math.min(this.#skip, chunk.length));
    this.#skip -= chunk.length - bytes.length;
    if (bytes.length === 0) return;
    this.#position += bytes.length;
    this.#options.attempts.succeeded();
    this.#pieces.add(bytes);
  }

  #hand(bytes: Buffer): void {
    if (this.push(bytes)) return;
    this.#wanted = false;
    this.#disarm();
    this.#incoming?.pause();
  }

  #end(error: Error | null | undefined): void {
    this.#disarm();
    if (this.destroyed) return;
    this.#pieces.flush();
    if (error) this.#breakOff(error);
    else if (this.#size === undefined) this.push(null);
    else this.#breakOff(new Error('the body ended'));
  }

  /** Silence counts only while we ask: a slow reader is no fault of the server. */
  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The body at hand gives no more: that was all, or the rest is asked for anew. */
  #breakOff(cause: Error): void {
    const { uri, life, reopen, attempts } = this.#options;
    const stage = 's3Object';
    this.#disarm();
    this.#incoming?.destroy();
    this.#incoming = undefined;
    if (life.signal.aborted) {
      this.destroy(new AbortError(`Reading ${uri} was aborted`, { stage, cause: life.signal.reason }));
      return;
    }
    if (this.#position === this.#size) {
      this.push(null);
      return;
    }
    const size = this.#size ?? Infinity;
    const of = size === Infinity ? '' : ` of ${size.toLocaleString('en-US')}`;
    const message = `${uri} broke off after ${this.#position.toLocaleString('en-US')}${of} bytes: ${messageOf(cause)}`;
    const error = new SourceError(message, { code: 'ERR_SOURCE', stage, retryable: true, cause });
    const another = attempts.mayFollowFailure() && this.#position < size;
    if (reopen === undefined || !another) this.destroy(error);
    else void this.#heal(error, reopen);
  }

  async #heal(error: SourceError, reopen: NonNullable<BodyOptions['reopen']>): Promise<void> {
    const { attempts, report, life } = this.#options;
    report({ type: 'readFailed', error });
    await attempts.backOff(life.signal);
    try {
      const part = await reopen(this.#position);
      report({ type: 'resumed', at: this.#position });
      this.#attach(part);
    } catch (thrown) {
      this.destroy(asError(thrown));
    }
  }
}
