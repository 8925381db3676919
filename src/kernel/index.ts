/**
 * The byte work, behind one small interface: cut lines into cells, and write rows as JSON. Both functions are pure: no
 * state survives a call. Nothing outside this folder knows which pair of kernels ran.
 */
import type { Layout } from './layout.ts';
import type { Plan } from './plan.ts';
import { pick, type Picked } from './pick.ts';

export interface Kernel {
  /**
   * Cuts whole lines into cells, by the one grammar of delimited lines. `bytes` must end with LF (or be empty).
   * Rows are in the order of their lines; empty lines are counted and passed over.
   */
  tokenize(bytes: Buffer, layout: Layout): CellTable;
  /**
   * Writes the selected rows as JSON lines, with the inserts among them, ordered by position. The memory of the result is
   * used again once `takeBack` is told so.
   */
  encode(rows: PackedRows, plan: Plan, inserts: readonly Insert[]): Buffer;
}

/** Where the cells of each row are. */
export interface CellTable {
  readonly rows: number;
  /** `rows * layout.stride` numbers, positions in the bytes; see Layout. */
  readonly cells: Int32Array;
  /** For each row, 1 when a cell of it needs escapes in JSON or may not be UTF-8; 0: its bytes can be copied. */
  readonly dirty: Buffer;
  readonly rejects: readonly TokenReject[];
  /** Empty lines. */
  readonly skipped: number;
}

/** A line that does not follow the grammar: its bytes without the line end, and why. */
export interface TokenReject {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** Rows to write. */
export interface PackedRows {
  readonly bytes: Buffer;
  readonly cells: Int32Array;
  readonly dirty: Buffer;
  readonly stride: number;
  /** Row numbers in ascending order. */
  readonly selection: Int32Array;
  /** For each late column, JSON text by row number; undefined: nothing to write. */
  readonly late: readonly (readonly (string | undefined)[])[];
  /** Position of `bytes[0]` in the object, for event ids. */
  readonly offset: number;
  /** Comes before the offset in an event id; empty: no ids. */
  readonly idPrefix: string;
}

/** A finished line of JSON to stand before the first row whose line starts at or after `position`. */
export interface Insert {
  readonly position: number;
  readonly json: string;
}

export { Lease } from './lease.ts';
export { lend, share, takeBack } from './memory.ts';
export { leaveToCollector } from './young.ts';

let picked: Picked | undefined;

/** Made when it is needed first: starting up costs less without it. */
const inUse = (): Picked => (picked ??= pick(process.env));

/** The kernels in use. */
export const kernel: Kernel = {
  tokenize: (bytes, layout) => inUse().kernel.tokenize(bytes, layout),
  encode: (rows, plan, inserts) => inUse().kernel.encode(rows, plan, inserts),
};

/** Which they are: `simd`, or `reference` and why; undefined as long as nobody needed them. */
export function kernelName(): string | undefined {
  return picked?.name;
}
