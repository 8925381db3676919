import type { Column, EmptyCells } from './column.ts';
import { DASH } from './kernel/bytes.ts';
import { plainNumber } from './kernel/number.ts';
import { readerOf, type CellReader, type CellSource } from './row.ts';
import type { PackedSchema } from './schema.ts';

/** Objects made of rows. */
export interface RowObjects<R> {
  readonly objects: readonly R[];
  /** Their values once more, by row number and column: what they were, whoever changes the objects. */
  readonly values: readonly unknown[];
}

/** How to fill one field: from the text of a cell where that is all, else by a reader. */
interface Field {
  readonly name: string;
  /** Where the slot of the cell is in a row; -1: `read` knows. */
  readonly place: number;
  readonly numeric: boolean;
  readonly read: CellReader;
}

/**
 * Makes an object of each row: all fields in the order of the columns, absent ones as undefined. A line is decoded once,
 * and its cells are cut out of it: a call for each cell takes twice as long.
 */
export function objectsOf<R>({ columns, empty }: PackedSchema, rows: CellSource, selection: Int32Array): RowObjects<R> {
  const { bytes, cells, dirty, stride } = rows;
  const fields = columns.map((column) => fieldOf(column, empty));
  // Objects that begin as copies of one share its shape.
  const template = Object.fromEntries(columns.map(({ name }) => [name, undefined]));
  const values = new Array<unknown>(dirty.length * fields.length);
  const objects = Array.from(selection, (row) => {
    const object: Record<string, unknown> = { ...template };
    const first = row * stride;
    const line = cells[first] ?? 0;
    const text = dirty[row] === 0 ? bytes.toString('latin1', line, cells[first + 1]) : undefined;
    let next = row * fields.length;
    for (const field of fields) {
      const value = text === undefined ? field.read(rows, row) : valueOf(field, rows, row, text, line);
      object[field.name] = value;
      values[next++] = value;
    }
    return object as R; // R is what the format says of its columns: here its promise is kept
  });
  return { objects, values };
}

/** The value of a field in a row whose line, from byte `line` on, is `text`. */
function valueOf({ place, numeric, read }: Field, rows: CellSource, row: number, text: string, line: number): unknown {
  if (place < 0) return read(rows, row);
  const { bytes, cells, stride } = rows;
  const start = cells[row * stride + place] ?? -1;
  if (start < 0) return undefined;
  const end = cells[row * stride + place + 1] ?? -1;
  if (numeric) return plainNumber(bytes, start, end) ?? read(rows, row);
  if (end - start === 1 && bytes[start] === DASH) return read(rows, row);
  return text.slice(start - line, end - line);
}

function fieldOf({ name, source }: Column, empty: EmptyCells): Field {
  const read = readerOf(source, empty);
  const whole = source.kind === 'cell' && source.list === undefined;
  return { name, place: whole ? 2 * source.slot : -1, numeric: whole && source.type === 'number', read };
}
