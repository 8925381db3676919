import { ConfigError } from '../src/errors.ts';
import { lend, share, takeBack } from '../src/kernel/index.ts';
import type { Lines } from '../src/lines.ts';
import type { Reject } from '../src/records.ts';
import { REJECT_BYTES, rejectText } from '../src/reject.ts';
import type { Stage, StageRun } from '../src/stage.ts';

export interface SplitLinesOptions {
  /** Chunks are joined until whole lines of this many bytes are there. Default: 256 KiB. */
  readonly batchBytes?: number;
  /** A line with more bytes is rejected as `line_too_long`; its first 64 KiB are kept. Default: 1 MiB. */
  readonly maxLineBytes?: number;
}

const LF = 0x0a;
const CR = 0x0d;
/** Memory is lent in blocks of this size or more. */
const LENT_FROM_BYTES = 64 << 10;

/**
 * Bytes to whole lines: cut at LF, a last line without one is given it. A batch goes out when it is full, at the end,
 * and for live input in silence. When the run is stopped early, an unfinished last line is left out; a run that goes on from
 * a checkpoint counts positions from there. Throws ConfigError
 * for sizes that are not positive whole numbers.
 */
export function splitLines(options: SplitLinesOptions = {}): Stage<Buffer, Lines> {
  const sizes = checked(options);
  return {
    name: 'splitLines',
    open: ({ stopping, origin }) => new LineSplitter(sizes, stopping, origin.resumed?.offset),
  };
}

/** The options with their defaults. Throws ConfigError. */
export function checked(options: SplitLinesOptions): Required<SplitLinesOptions> {
  const { batchBytes = 256 << 10, maxLineBytes = 1 << 20 } = options;
  const problems = Object.entries({ batchBytes, maxLineBytes })
    .filter(([, bytes]) => !Number.isSafeInteger(bytes) || bytes < 1)
    .map(([name, bytes]) => `\`${name}\` must be a positive whole number of bytes, got ${bytes}`);
  if (problems.length > 0) throw new ConfigError(problems, { stage: 'splitLines' });
  return { batchBytes, maxLineBytes };
}

/** One run of `splitLines`, for stages that cut lines as a part of what they do. */
export class LineSplitter implements StageRun<Buffer, Lines> {
  readonly #batchBytes: number;
  readonly #maxLineBytes: number;
  #held: Buffer[] = [];
  /** Bytes in `held`. */
  #size = 0;
  /** Of these, bytes up to the last LF. */
  #whole = 0;
  /** Position of the first held byte in the object. */
  #offset: number;
  /** A line that is too long and has not ended yet. */
  #overlong: Overlong | undefined;

  /** Memory that was lent to join chunks, while a call is under way. */
  #joined: Buffer | undefined;

  readonly #stopping: AbortSignal;

  /** `offset` is the position of the first byte that will come. */
  constructor(sizes: Required<SplitLinesOptions>, stopping: AbortSignal, offset = 0) {
    this.#stopping = stopping;
    this.#offset = offset;
    this.#batchBytes = sizes.batchBytes;
    this.#maxLineBytes = sizes.maxLineBytes;
  }

  push(chunk: Buffer): Lines[] {
    return this.#accounted([...this.#held, chunk], () => this.#taken(chunk));
  }

  #taken(chunk: Buffer): Lines[] {
    const output: Lines[] = [];
    const rest = this.#overlong === undefined ? chunk : this.#pastOverlong(chunk, this.#overlong, output);
    if (rest.length === 0) return output;
    const last = rest.lastIndexOf(LF);
    if (last >= 0) this.#whole = this.#size + last + 1;
    this.#held.push(rest);
    this.#size += rest.length;
    const tooLong = this.#size - this.#whole > this.#maxLineBytes;
    const full = this.#whole >= this.#batchBytes || (tooLong && this.#whole > 0);
    const taken = full ? this.#takeWhole() : [];
    if (tooLong) this.#beginOverlong();
    return [...output, ...taken];
  }

  idle(): Lines[] {
    return this.#accounted(this.#held, () => this.#wholeLines());
  }

  end(): Lines[] {
    return this.#accounted(this.#held, () => this.#ended());
  }

  /** Memory that was lent for chunks: each batch holds what it stands in, and so does what is kept here. */
  #accounted(before: readonly Buffer[], work: () => Lines[]): Lines[] {
    const output = work();
    for (const { bytes } of output) share(bytes);
    const kept = new Set(this.#held.map(({ buffer }) => buffer));
    const used = this.#joined === undefined ? before : [...before, this.#joined];
    this.#joined = undefined;
    for (const bytes of used) if (!kept.has(bytes.buffer)) takeBack(bytes);
    return output;
  }

  #wholeLines(): Lines[] {
    return this.#whole > 0 ? this.#takeWhole() : [];
  }

  #ended(): Lines[] {
    if (this.#overlong !== undefined) return this.#stopping.aborted ? [] : [this.#endOverlong(this.#overlong)];
    if (this.#size > this.#whole && !this.#stopping.aborted) {
      this.#held.push(Buffer.from([LF]));
      this.#whole = this.#size + 1;
      this.#size += 1;
      const lines = this.#takeWhole();
      // The object ends before the LF that was added.
      return lines.map((batch, i) => (i === lines.length - 1 ? { ...batch, end: batch.end - 1 } : batch));
    }
    return this.#wholeLines();
  }

  /** The whole lines held; the unfinished one stays. */
  #takeWhole(): Lines[] {
    const bytes = this.#together();
    const output = this.#linesOf(bytes.subarray(0, this.#whole), this.#offset);
    this.#held = this.#whole < bytes.length ? [bytes.subarray(this.#whole)] : [];
    this.#offset += this.#whole;
    this.#size -= this.#whole;
    this.#whole = 0;
    return output;
  }

  /** What is held, in one piece. */
  #together(): Buffer {
    const [only] = this.#held;
    if (only !== undefined && this.#held.length === 1) return only;
    if (this.#size < LENT_FROM_BYTES) return Buffer.concat(this.#held, this.#size);
    // To copy a chunk costs less than a second batch would, of the one line that it cuts.
    this.#joined = lend(this.#size);
    let at = 0;
    for (const bytes of this.#held) at += bytes.copy(this.#joined, at);
    return this.#joined;
  }

  #linesOf(bytes: Buffer, offset: number): Lines[] {
    if (bytes.length > this.#maxLineBytes) return carve(bytes, offset, this.#maxLineBytes);
    return [linesOf(bytes, offset)];
  }

  #beginOverlong(): void {
    this.#overlong = new Overlong(this.#offset);
    for (const bytes of this.#held) this.#overlong.add(bytes);
    this.#offset += this.#size;
    this.#held = [];
    this.#size = 0;
  }

  /** What follows the end of the overlong line, if it ends in this chunk. */
  #pastOverlong(chunk: Buffer, line: Overlong, output: Lines[]): Buffer {
    const newline = chunk.indexOf(LF);
    const passed = newline < 0 ? chunk.length : newline + 1;
    this.#offset += passed;
    line.add(newline < 0 ? chunk : chunk.subarray(0, newline));
    if (newline >= 0) output.push(this.#endOverlong(line));
    return chunk.subarray(passed);
  }

  #endOverlong(line: Overlong): Lines {
    this.#overlong = undefined;
    return {
      bytes: Buffer.alloc(0),
      offset: line.offset,
      end: this.#offset,
      rejects: [tooLong(line.offset, line.text)],
    };
  }
}

/** A line whose end is not in sight, of which no more than a reject's text is kept. */
class Overlong {
  readonly offset: number;
  readonly #kept = Buffer.allocUnsafe(REJECT_BYTES);
  #length = 0;

  constructor(offset: number) {
    this.offset = offset;
  }

  add(bytes: Buffer): void {
    bytes.copy(this.#kept, Math.min(this.#length, REJECT_BYTES));
    this.#length += bytes.length;
  }

  get text(): string {
    const end = this.#length <= REJECT_BYTES && this.#kept[this.#length - 1] === CR ? this.#length - 1 : this.#length;
    return rejectText(this.#kept, 0, end);
  }
}

function linesOf(bytes: Buffer, offset: number): Lines {
  return { bytes, offset, end: offset + bytes.length, rejects: [] };
}

function tooLong(offset: number, text: string): Reject {
  return { kind: 'parsing', stage: 'splitLines', offset, reason: 'line_too_long', text };
}

/** Whole lines without those that are too long, each of which ends a batch of its own. */
function carve(bytes: Buffer, offset: number, maxLineBytes: number): Lines[] {
  const output: Lines[] = [];
  let first = 0;
  for (let start = 0, next = 0; start < bytes.length; start = next) {
    next = bytes.indexOf(LF, start) + 1;
    if (next - 1 - start <= maxLineBytes) continue;
    const last = bytes[next - 2] === CR ? next - 2 : next - 1;
    const rejects = [tooLong(offset + start, rejectText(bytes, start, last))];
    output.push({ bytes: bytes.subarray(first, start), offset: offset + first, end: offset + next, rejects });
    first = next;
  }
  if (first < bytes.length) output.push(linesOf(bytes.subarray(first), offset + first));
  return output;
}
