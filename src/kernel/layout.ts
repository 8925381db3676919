/**
 * What a kernel must know of a delimited format: numbers only, so that any kernel can be driven by it. A row of the
 * cell table is `stride` numbers, two for each slot: where the slot's bytes start and end, or -1 and -1 when it is
 * absent. Slot 0 is the whole line; the columns' slots follow in order; the last slot holds all that is beyond them.
 */
export interface Layout {
  /** The byte between cells: a space (32) or a tab (9). */
  readonly delimiter: number;
  /** Fewer cells than this in a line, and it is rejected. */
  readonly minimum: number;
  /** For each cell of a line, how it is taken apart. */
  readonly kinds: readonly CellKind[];
  /** For each cell of a line, the first slot it fills. */
  readonly slots: readonly number[];
  /** Whether a cell that begins with `[` runs to the next `]`, and loses both, as S3 and Apache write times. */
  readonly brackets: boolean;
  /** A line that begins with this byte is passed over; -1: none is. */
  readonly comment: number;
  /** A line that is this one is passed over, wherever it stands: the header of a file. */
  readonly header: Buffer | undefined;
  /** The slot of whatever is beyond the last known cell. */
  readonly extra: number;
  /** Numbers a row takes in the cell table. */
  readonly stride: number;
}

/** A cell as it is (1 slot), `address:port` (2: address, port), or a request line (4: verb, URL, version, whole). */
export const CellKind = { whole: 0, address: 1, request: 2 } as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

const SLOTS = { [CellKind.whole]: 1, [CellKind.address]: 2, [CellKind.request]: 4 } as const;

/** Gives every cell its slots. */
export function layoutOf(options: {
  readonly delimiter: number;
  readonly minimum: number;
  readonly kinds: readonly CellKind[];
  readonly brackets?: boolean | undefined;
  readonly comment?: number | undefined;
  readonly header?: Buffer | undefined;
}): Layout {
  const { delimiter, minimum, kinds, brackets = false, comment = -1, header } = options;
  const slots: number[] = [];
  let next = 1;
  for (const kind of kinds) {
    slots.push(next);
    next += SLOTS[kind];
  }
  return { delimiter, minimum, kinds, slots, brackets, comment, header, extra: next, stride: 2 * (next + 1) };
}
