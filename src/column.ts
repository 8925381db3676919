/** Anything JSON can say. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** What becomes of a cell that is `-` or `"-"`: left out of the record, null in it, or kept as the string `-`. */
export type EmptyCells = 'omit' | 'null' | 'keep';

/** How the bytes of a cell are read: a string, a number where they are one, or the list of all cells beyond the last. */
export type CellType = 'text' | 'number' | 'list';

/** How a line is cut that ends in a list: its delimiter, whether `[` … `]` parts, and the cells before the list. */
export interface ListShape {
  readonly delimiter: number;
  readonly brackets: boolean;
  readonly known: number;
}

/** What a computed column sees of another one: a string, a number; undefined where it is absent, `-` or anything else. */
export type CellValue = string | number | undefined;

/** Must answer the same for the same cells, and not throw. `undefined` leaves the column out. */
export type Compute = (...cells: readonly CellValue[]) => JsonValue | undefined;

/** A column to compute from the columns of these names. */
export interface Computation {
  readonly from: readonly string[];
  readonly compute: Compute;
}

/** A value of a record or a row, as a computed column sees it. */
export function cellValue(value: unknown): CellValue {
  if (typeof value === 'string') return value === '-' ? undefined : value;
  return typeof value === 'number' ? value : undefined;
}

/** Where a column's values come from. */
export type ColumnSource =
  | {
      readonly kind: 'cell';
      readonly slot: number;
      readonly type: CellType;
      /** For a list: the shape of the line that it ends. */
      readonly list?: ListShape;
    }
  | { readonly kind: 'constant'; readonly value: JsonValue }
  /** Computed from the row; the values travel with the batch, in this place of its `derived`. */
  | { readonly kind: 'derived'; readonly index: number }
  /** Computed from other columns, row by row, when the batch is sealed. */
  | { readonly kind: 'computed'; readonly from: readonly ColumnSource[]; readonly compute: Compute }
  /** From the origin and the line's offset. */
  | { readonly kind: 'eventId' };

export interface Column {
  /** What callbacks call it: `elb_status_code`, `event.id`. */
  readonly name: string;
  /** Where it stands in the JSON: `['event', 'id']`. Only names that a flow's author gives are split at their dots. */
  readonly path: readonly string[];
  readonly source: ColumnSource;
}
