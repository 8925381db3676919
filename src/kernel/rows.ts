import type { Layout } from './layout.ts';

/** Rows of cells under construction: one row is open at a time, and is kept or overwritten. */
export class Rows {
  cells: Int32Array<ArrayBuffer>;
  /** Where the open row begins in `cells`. */
  at = 0;
  /** Whether the open row has a byte that JSON cannot hold as it is. */
  dirty = false;
  #flags: Buffer;
  #count = 0;

  readonly #layout: Layout;

  constructor(layout: Layout, capacity: number) {
    this.#layout = layout;
    this.cells = new Int32Array(layout.stride * capacity);
    this.#flags = Buffer.alloc(capacity);
  }

  /** Opens a row whose cells are all absent. */
  open(start: number, end: number): void {
    const { stride } = this.#layout;
    if (this.#count === this.#flags.length) this.#grow();
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
      cells: this.cells.slice(0, count * this.#layout.stride),
      dirty: this.#flags.subarray(0, count),
    };
  }

  #grow(): void {
    const cells = new Int32Array(2 * this.cells.length);
    cells.set(this.cells);
    this.cells = cells;
    this.#flags = Buffer.concat([this.#flags], 2 * this.#flags.length);
  }
}
