import { cellValue, type ColumnSource, type EmptyCells, type ListShape } from './column.ts';
import { DASH } from './kernel/bytes.ts';
import { extraCells } from './kernel/extra.ts';
import { isJsonNumber, plainNumber } from './kernel/number.ts';
import type { Origin } from './origin.ts';
import { eventId } from './reject.ts';
import type { PackedSchema } from './schema.ts';

/** Rows that cells can be decoded from. */
export interface CellSource {
  readonly origin: Origin;
  readonly start: number;
  readonly bytes: Buffer;
  readonly cells: Int32Array;
  readonly dirty: Buffer;
  readonly stride: number;
  readonly derived: readonly (readonly unknown[])[];
}

/** Decodes one column of one row. Absent: undefined. A number column that holds no number answers its text. */
export type CellReader = (rows: CellSource, row: number) => unknown;

/** How to read a column of packed rows. */
export function readerOf(source: ColumnSource, empty: EmptyCells): CellReader {
  switch (source.kind) {
    case 'constant':
      return () => source.value;
    case 'derived':
      return (rows, row) => rows.derived[source.index]?.[row];
    case 'computed': {
      const { compute } = source;
      const readers = source.from.map((other) => readerOf(other, 'omit'));
      const [read] = readers;
      // Most have one: two arrays less for each row.
      if (read !== undefined && readers.length === 1) return (rows, row) => compute(cellValue(read(rows, row)));
      return (rows, row) => compute(...readers.map((each) => cellValue(each(rows, row))));
    }
    case 'eventId':
      return (rows, row) => eventId(rows.origin, rows.start + (rows.cells[row * rows.stride] ?? 0));
    case 'cell': {
      const { slot, type, list } = source;
      if (list !== undefined) return (rows, row) => readList(rows, row, slot, list);
      return (rows, row) => readCell(rows, row, slot, type === 'number', empty);
    }
  }
}

function readCell(rows: CellSource, row: number, slot: number, numeric: boolean, empty: EmptyCells): unknown {
  const { bytes, cells, stride } = rows;
  const start = cells[row * stride + 2 * slot] ?? -1;
  if (start < 0) return undefined;
  const end = cells[row * stride + 2 * slot + 1] ?? -1;
  if (end - start === 1 && bytes[start] === DASH && empty !== 'keep') return empty === 'null' ? null : undefined;
  const number = numeric ? plainNumber(bytes, start, end) : undefined;
  if (number !== undefined) return number;
  const text = bytes.toString(rows.dirty[row] === 0 ? 'latin1' : 'utf8', start, end);
  return numeric && isJsonNumber(bytes, start, end) ? Number(text) : text;
}

function readList(rows: CellSource, row: number, slot: number, shape: ListShape): readonly string[] | undefined {
  const { bytes, cells, stride } = rows;
  if ((cells[row * stride + 2 * slot] ?? -1) < 0) return undefined;
  return extraCells(bytes, cells[row * stride] ?? 0, cells[row * stride + 1] ?? 0, shape);
}

const ROWS = Symbol('rows');
const ROW = Symbol('row');

/** A cursor over rows. Its getters decode only the cells that are touched; it is valid only inside of a callback. */
export interface RowView {
  [ROWS]: CellSource;
  [ROW]: number;
}

const prototypes = new WeakMap<PackedSchema, object>();

/** A view of the first row. One prototype a schema keeps the callbacks' property loads monomorphic. */
export function viewOf(schema: PackedSchema, rows: CellSource): RowView {
  let prototype = prototypes.get(schema);
  if (prototype === undefined) {
    prototype = {};
    for (const column of schema.columns) {
      const read = readerOf(column.source, schema.empty);
      Object.defineProperty(prototype, column.name, {
        enumerable: true,
        get(this: RowView) {
          return read(this[ROWS], this[ROW]);
        },
      });
    }
    prototypes.set(schema, prototype);
  }
  const state: RowView = { [ROWS]: rows, [ROW]: 0 };
  return Object.setPrototypeOf(state, prototype) as RowView;
}

/** Moves a view to another row. */
export function moveTo(view: RowView, row: number): void {
  view[ROW] = row;
}
