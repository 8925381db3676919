import { Duplex } from 'node:stream';
import { constants, createGunzip, type Gunzip } from 'node:zlib';
import { ConfigError, messageOf, StageError, type ErrorCode } from '../src/errors.ts';
import type { StageContext, StreamStage } from '../src/stage.ts';

/** zlib's own 16 KiB moves 190 MB/s, 256 KiB some 500: each piece costs a trip to the thread pool and back. */
const CHUNK_BYTES = 256 * 1024;
const MAGIC = [0x1f, 0x8b] as const;

/** The ratio is judged beyond this: small files may be very repetitive. */
const ALWAYS_ALLOWED_BYTES = 64 << 20;

/** The options of `gunzip`, all of them. */
type Limits = Readonly<Record<keyof GunzipOptions, number>>;

export interface GunzipOptions {
  /**
   * More decompressed bytes than this for each compressed one, beyond the first 64 MiB, fail the run. Logs reach 3 to 14, the
   * same line for ever 230, gzip at its most 1,032. Infinity: no limit. Default: 400.
   */
  readonly maxExpansion?: number | undefined;
  /** More decompressed bytes of one object than this fail the run. Default: Infinity, no limit. */
  readonly maxDecompressedBytes?: number | undefined;
}

/**
 * Decompresses gzip, one member or several, and passes anything else through untouched: the first two bytes decide, never a
 * name or a header. Zero bytes after the last member are padding, as they are for gzip(1).
 *
 * Fails with StageError: ERR_EXPANSION where there is more than the options allow; ERR_STAGE on data that is corrupt, on
 * anything else after the last member, and on input that ends inside a member. That last is no error once `stopping` has fired:
 * then what zlib has by then is handed on, as far as it can be decompressed, and what waits for its turn is left out, unless
 * nothing was handed on so far. A run that goes on from a checkpoint is handed the bytes from there on.
 */
export function gunzip(options: GunzipOptions = {}): StreamStage<Buffer, Buffer> {
  const limits = checkedLimits(options);
  return { name: 'gunzip', passing: true, stream: (context) => new GunzipStream(context, limits) };
}

/** The options with their defaults. Throws ConfigError. */
export function checkedLimits(options: GunzipOptions): Limits {
  const { maxExpansion = 400, maxDecompressedBytes = Infinity } = options;
  const problems = Object.entries({ maxExpansion, maxDecompressedBytes })
    .filter(([, limit]) => !(limit >= 1))
    .map(([name, limit]) => `\`${name}\` must be 1 or more, got ${limit}`);
  if (problems.length > 0) throw new ConfigError(problems, { stage: 'gunzip' });
  return { maxExpansion, maxDecompressedBytes };
}

type State = 'unknown' | 'plain' | 'gzip' | 'padding';

class GunzipStream extends Duplex {
  readonly #context: StageContext;
  readonly #limits: Limits;
  /** Bytes that zlib has given. */
  #made = 0;
  #state: State = 'unknown';
  /** What came while the first two bytes were not together: at most one byte. */
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of input taken, whether or not zlib has read them. */
  #received = 0;
  #inflate: Gunzip | undefined;
  /** Whether anything decompressed was handed on. */
  #gave = false;
  /** Decompressed bytes that are still to be left out. */
  #unwanted = 0;
  /** Plain input waits here until somebody reads. */
  #resume: (() => void) | undefined;

  constructor(context: StageContext, limits: Limits) {
    super({ highWaterMark: CHUNK_BYTES });
    this.#limits = limits;
    this.#context = context;
    const { resumed } = context.origin;
    if (resumed === undefined || resumed.offset === 0) return;
    if (resumed.encoding === 'gzip') {
      this.#unwanted = resumed.unit === 'bytes' ? resumed.offset : 0;
    } else {
      this.#state = 'plain';
      this.#tell();
    }
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // What waits here may be a hundred times as long decompressed: nobody who stops has the time to deliver that.
    if (this.#gave && this.#state === 'gzip' && this.#context.stopping.aborted) {
      done();
      return;
    }
    this.#received += chunk.length;
    if (this.#state === 'unknown') {
      const start = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
      this.#state = stateOf(start);
      this.#tell();
      this.#held = this.#state === 'unknown' ? start : Buffer.alloc(0);
      this.#take(start, done);
    } else {
      this.#take(chunk, done);
    }
  }

  override _final(done: () => void): void {
    if (this.#state === 'unknown' && this.#held.length > 0 && !this.#context.stopping.aborted) this.#fail(truncated);
    else if (this.#inflate === undefined || this.#inflate.readableEnded) this.push(null);
    else this.#finish(this.#inflate);
    done();
  }

  override _read(): void {
    this.#inflate?.resume();
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inflate?.destroy();
    done(error);
  }

  #tell(): void {
    if (this.#state === 'gzip') this.#context.report({ type: 'encoding', encoding: 'gzip' });
    if (this.#state === 'plain') this.#context.report({ type: 'encoding', encoding: 'identity' });
  }

  #take(chunk: Buffer, done: () => void): void {
    if (this.#state === 'unknown' || chunk.length === 0) done();
    else if (this.#state === 'plain') this.#pass(chunk, done);
    else if (this.#state === 'padding') this.#skip(chunk, done);
    else this.#decompress(chunk, done);
  }

  #pass(chunk: Buffer, done: () => void): void {
    if (this.push(chunk)) done();
    else this.#resume = done;
  }

  /** `done` waits for the reader: zlib holds it until all of the chunk's output has found room. */
  #decompress(chunk: Buffer, done: () => void): void {
    const inflate = (this.#inflate ??= this.#open());
    inflate.write(chunk, (error) => {
      if (error) return; // 'error' follows and says the same
      // zlib reads on from one member to the next, but stops for good at a zero byte between them.
      const unread = this.#received - inflate.bytesWritten;
      if (unread === 0) {
        done();
      } else {
        this.#state = 'padding';
        this.#skip(chunk.subarray(chunk.length - unread), done);
      }
    });
  }

  #skip(chunk: Buffer, done: () => void): void {
    if (chunk.every((byte) => byte === 0)) done();
    else this.#fail('has data after the zero bytes that follow its last gzip member');
  }

  #open(): Gunzip {
    const inflate = createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
    inflate.on('data', (bytes: Buffer) => {
      this.#made += bytes.length;
      this.#checkLimits();
      const wanted = bytes.subarray(Math.min(this.#unwanted, bytes.length));
      this.#unwanted -= bytes.length - wanted.length;
      this.#gave ||= wanted.length > 0;
      if (wanted.length > 0 && !this.push(wanted)) inflate.pause();
    });
    inflate.on('error', (error) => {
      this.#fail(describe(error), error);
    });
    return inflate;
  }

  /** Z_SYNC_FLUSH emits every byte it can and asks for nothing; a Z_FINISH before it asks whether the last member is whole. */
  #finish(inflate: Gunzip): void {
    inflate.once('end', () => this.push(null));
    const whole = this.#state === 'padding' || this.#context.stopping.aborted;
    if (!whole) inflate.flush(constants.Z_FINISH);
    inflate.end();
  }

  #checkLimits(): void {
    const { maxExpansion, maxDecompressedBytes } = this.#limits;
    const limit = (name: keyof GunzipOptions, value: number): void =>
      this.#fail(`is more than \`${name}\` (${value}) allows: ${this.#made} bytes`, undefined, 'ERR_EXPANSION');
    if (this.#made > maxDecompressedBytes) limit('maxDecompressedBytes', maxDecompressedBytes);
    else if (this.#made > Math.max(ALWAYS_ALLOWED_BYTES, maxExpansion * this.#received))
      limit('maxExpansion', maxExpansion);
  }

  #fail(what: string, cause?: Error, code: ErrorCode = 'ERR_STAGE'): void {
    const where = `near byte ${this.#received.toLocaleString('en-US')} of the compressed input`;
    this.destroy(
      new StageError(`gunzip: ${this.#context.origin.uri} ${what} (${where})`, { stage: 'gunzip', code, cause }),
    );
  }
}

const truncated = 'ends in the middle of a gzip member (truncated?)';

function stateOf(start: Buffer): State {
  if (start.length === 0 || (start.length === 1 && start[0] === MAGIC[0])) return 'unknown';
  return start[0] === MAGIC[0] && start[1] === MAGIC[1] ? 'gzip' : 'plain';
}

/** The first member has passed the magic bytes, so only what follows a member can fail as a header. */
function describe(error: NodeJS.ErrnoException): string {
  if (error.code === 'Z_BUF_ERROR') return truncated;
  if (error.message === 'incorrect header check') return 'has data after a gzip member that is not gzip';
  return `is corrupt: ${messageOf(error)}`;
}
