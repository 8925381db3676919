import type { Layout } from './layout.ts';

/** More than this is given back when a table is done: 4 MiB of numbers. */
const KEPT_NUMBERS = 1 << 20;

/**
 * Rows of cells under construction: one row is open at a time, and is kept or overwritten. The memory serves one table
 * after the other; what `table` answers is a copy of its size.
 */
export class Rows {
  cells = new Int32Array(0);
  /** Where the open row begins in `cells`. */
  at = 0;
  /** Whether the open row has a byte that JSON cannot hold as it is. */
  dirty = false;
  #flags: Buffer = Buffer.alloc(0);
  #count = 0;
  #stride = 0;

  /** Begins an empty table with room for so many rows, or more. */
  begin({ stride }: Layout, rows: number): void {
    this.#count = 0;
    this.#stride = stride;
    const spare = this.cells.length > KEPT_NUMBERS;
    if (spare || this.cells.length < stride * rows) this.cells = new Int32Array(stride * rows);
    if (spare || this.#flags.length < rows) this.#flags = Buffer.alloc(rows);
  }

  /** Opens a row whose cells are all absent. */
  open(start: number, end: number): void {
    const stride = this.#stride;
    if (this.#count === this.#flags.length || (this.#count + 1) * stride > this.cells.length) this.#grow();
    this.at = this.#count * stride;
    this.dirty = false;
    this.cells.fill(-1, this.at, this.at + stride);
    this.cells[this.at] = start;
    this.cells[this.at + 1] = end;
  }

  keep(dirty: boolean): void {
    this.#flags[this.#count] = dirty ? 1 : 0;
    this.#count += 1;
  }

  table(): { rows: number; cells: Int32Array; dirty: Buffer } {
    const count = this.#count;
    return {
      rows: count,
      cells: this.cells.slice(0, count * this.#stride),
      dirty: Buffer.from(this.#flags.subarray(0, count)),
    };
  }

  #grow(): void {
    const cells = new Int32Array(2 * this.cells.length + this.#stride);
    cells.set(this.cells);
    this.cells = cells;
    this.#flags = Buffer.concat([this.#flags], 2 * this.#flags.length + 1);
  }
}
