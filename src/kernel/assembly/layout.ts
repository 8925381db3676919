/**
 * What the tokenizer is told of a format: numbers in memory, as the caller lays them out. Behind them stand `known` pairs
 * of numbers, one for each cell of a line: its kind, and where in a row its first slot is, in bytes.
 */
@unmanaged
export class Layout {
  delimiter: u32;
  /** Fewer cells than this, and a line is rejected. */
  minimum: i32;
  /** How many cells have a kind; ALL_WHOLE: there are no pairs, and every cell goes as it is into the slot of its number. */
  known: i32;
  brackets: u32;
  /** The byte that begins a comment, or -1. */
  comment: u32;
  /** Where the header line stands in memory, and its length, or 0. */
  header: usize;
  headerLength: i32;
  /** Where in a row the cells beyond the last known one go, in bytes. */
  extra: usize;
  /** Bytes of a row. */
  stride: usize;
}

export const ALL_WHOLE: i32 = -1;

export const WHOLE: i32 = 0;
export const ADDRESS: i32 = 1;
export const REQUEST: i32 = 2;

/** Where the pair of a cell stands. */
export function pairOf(layout: Layout, cell: i32): usize {
  return changetype<usize>(layout) + offsetof<Layout>() + ((<usize>cell) << 3);
}
