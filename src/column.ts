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
  /** From the text of other cells, row by row; an absent cell, and one that is `-`, is undefined. */
  | {
      readonly kind: 'computed';
      readonly slots: readonly number[];
      readonly compute: (...cells: readonly (string | undefined)[]) => JsonValue | undefined;
    }
  /** From the origin and the line's offset. */
  | { readonly kind: 'eventId' };

export interface Column {
  /** What callbacks call it: `elb_status_code`, `event.id`. */
  readonly name: string;
  /** Where it stands in the JSON: `['event', 'id']`. Only names that a flow's author gives are split at their dots. */
  readonly path: readonly string[];
  readonly source: ColumnSource;
}
