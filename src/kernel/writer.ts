import { BACKSLASH, QUOTE, at } from './bytes.ts';
import { lend } from './memory.ts';

/** JSON writes one byte as six at most: a control character as `\u001f`. */
export const EXPANSION = 6;

/** What an op may write beside its literal and its bytes: quotes, a comma, `null`, an offset in base 36. */
export const OP_SLACK = 16;

/** More than this is given back when a batch is done. */
const KEPT_BYTES = 8 << 20;
const FIRST_BYTES = 1 << 20;

/**
 * From here on a native copy is quicker than one of four bytes a step (about 30 ns a call, against 2.5 ns a step or, a
 * byte a step, 2 ns a byte).
 */
const LONG = 64;

/** A copy of four bytes a step may write this much too far; what comes next overwrites it. */
const OVERSHOOT = 3;

/** Bytes that a JSON string cannot hold as they are, or that may not be UTF-8: 1; all others: 0. */
const UNSAFE = Buffer.from(
  Array.from({ length: 256 }, (_, byte) =>
    byte < 0x20 || byte >= 0x80 || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
  ),
);

/**
 * Growing memory in which JSON is put together. What it is put together from (literals, the bytes of a batch) is loaded
 * into the front of the same memory, because `copyWithin` is the one copy that costs no object. Memory is used again
 * by the next batch: fresh memory of this size costs page faults. Callers reserve room; no other method checks.
 */
export class JsonWriter {
  #out = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #view = new DataView(this.#out.buffer);
  #loaded = 0;
  pos = 0;

  /** Begins anew, with this in front; answers where `bytes` starts (`literals` start at 0). */
  load(literals: Buffer, bytes: Buffer): number {
    this.pos = 0;
    this.#loaded = literals.length + bytes.length;
    this.reserve(4 * this.#loaded);
    literals.copy(this.#out, 0);
    bytes.copy(this.#out, literals.length);
    this.pos = this.#loaded;
    return literals.length;
  }

  /** Makes sure that `bytes` more can be written. */
  reserve(bytes: number): void {
    const needed = this.pos + bytes + OVERSHOOT;
    if (needed <= this.#out.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#out.length, needed));
    this.#out.copy(larger, 0, 0, this.pos);
    this.#use(larger);
  }

  byte(value: number): void {
    this.#out[this.pos] = value;
    this.pos += 1;
  }

  /** The byte written last. */
  last(): number {
    return at(this.#out, this.pos - 1);
  }

  /** Text that is JSON already. Reserves its own room. */
  text(json: string): void {
    this.reserve(3 * json.length);
    this.pos += this.#out.write(json, this.pos);
  }

  /** What stands between two positions, as it is. */
  copy(start: number, end: number): void {
    const view = this.#view;
    const { pos } = this;
    const distance = pos - start;
    if (end - start >= LONG) this.#out.copyWithin(pos, start, end);
    else for (let i = start; i < end; i += 4) view.setInt32(i + distance, view.getInt32(i, true), true);
    this.pos = pos + end - start;
  }

  /** What stands between two positions, as a JSON string. `clean`: it is known to need no escapes. */
  string(start: number, end: number, clean: boolean): void {
    if (!clean && this.#isUnsafe(start, end)) {
      // By way of a string, which settles escapes and broken UTF-8 as JSON and WHATWG want it.
      this.pos += this.#out.write(JSON.stringify(this.#out.toString('utf8', start, end)), this.pos);
      return;
    }
    this.byte(QUOTE);
    this.copy(start, end);
    this.byte(QUOTE);
  }

  #isUnsafe(start: number, end: number): boolean {
    for (let i = start; i < end; i += 1) if (at(UNSAFE, at(this.#out, i)) !== 0) return true;
    return false;
  }

  /** Everything written since `load`, in memory lent for it. */
  take(): Buffer {
    const result = lend(this.pos - this.#loaded);
    this.#out.copy(result, 0, this.#loaded, this.pos);
    if (this.#out.length > KEPT_BYTES) this.#use(Buffer.allocUnsafeSlow(FIRST_BYTES));
    return result;
  }

  #use(memory: Buffer<ArrayBuffer>): void {
    this.#out = memory;
    this.#view = new DataView(memory.buffer);
  }

  /** Takes back the last `bytes`. */
  retract(bytes: number): void {
    this.pos -= bytes;
  }
}
