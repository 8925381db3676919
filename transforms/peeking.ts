import type { Records } from '../src/records.ts';
import type { Awaitable, StageRun } from '../src/stage.ts';
import type { Reading } from './reading.ts';

/** An object is judged by no more than this. */
const PEEK_BYTES = 64 << 10;
const LF = 0x0a;

/**
 * Holds the first bytes back until there is a line to judge by, then hands all to the reading that was chosen. Judged are
 * the lines that are there, without empty ones: at least one that is no comment (`#`), where the object has one.
 */
export class Peeking implements StageRun<Buffer, Records> {
  #held: Buffer[] = [];
  #size = 0;
  #reading: Reading | undefined;
  readonly #choose: (lines: readonly string[]) => Reading;
  readonly #stopping: AbortSignal;

  constructor(choose: (lines: readonly string[]) => Reading, stopping: AbortSignal) {
    this.#choose = choose;
    this.#stopping = stopping;
  }

  push(chunk: Buffer): Awaitable<readonly Records[]> {
    if (this.#reading !== undefined) return this.#reading.push(chunk);
    this.#held.push(chunk);
    this.#size += chunk.length;
    return this.#size >= PEEK_BYTES || (chunk.includes(LF) && this.#holdsLine()) ? this.#begin() : [];
  }

  idle(): readonly Records[] {
    return this.#reading?.idle() ?? [];
  }

  async end(): Promise<readonly Records[]> {
    const judgeable = this.#stopping.aborted ? this.#holdsLine() : this.#size > 0;
    const begun = judgeable ? await this.#begin() : [];
    return [...begun, ...((await this.#reading?.end()) ?? [])];
  }

  /** Whether a line that is neither empty nor a comment has come to its end. */
  #holdsLine(): boolean {
    const held = Buffer.concat(this.#held);
    return linesOf(held.subarray(0, held.lastIndexOf(LF) + 1)).some((line) => !line.startsWith('#'));
  }

  #begin(): Awaitable<readonly Records[]> {
    const bytes = Buffer.concat(this.#held);
    this.#held = [];
    this.#size = 0;
    this.#reading = this.#choose(linesOf(bytes));
    return this.#reading.push(bytes);
  }
}

/** The lines at the beginning of the bytes, without their ends and without empty ones; the last one may be cut off. */
function linesOf(bytes: Buffer): readonly string[] {
  const lines = bytes.toString('utf8', 0, PEEK_BYTES).split('\n');
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '');
}
