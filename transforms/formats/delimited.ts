import type { Column, EmptyCells } from '../../src/column.ts';
import type { LineFormat } from '../../src/format.ts';
import { layoutOf } from '../../src/kernel/layout.ts';
import { PackedSchema } from '../../src/schema.ts';
import type { TimeColumn } from '../../src/time.ts';
import type { CellColumns } from './columns.ts';

type RecordIn<C> = C extends CellColumns<infer R> ? R : never;
type All<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;
type Flat<T> = { readonly [K in keyof T]: T[K] };

/** The record type of a list of columns, and the cells beyond them. */
export type RecordOf<Cells extends readonly CellColumns[]> = Flat<
  All<RecordIn<Cells[number]>> & { readonly extra: readonly string[] | undefined }
>;

export interface DelimitedOptions<Cells extends readonly CellColumns[]> {
  readonly name: string;
  /** One for each cell of a line, in order. Cells beyond them are kept in `extra`, a list of strings. */
  readonly columns: Cells;
  /** A line with fewer cells is rejected as `too_few_fields`. Default: as many as there are columns. */
  readonly minimum?: number;
  /** The column that holds the time of a record; its name alone stands for one in ISO 8601. */
  readonly time?: string | TimeColumn | undefined;
  /** Between cells. Default: a space. */
  readonly delimiter?: ' ' | '\t';
  /** Whether `[` … `]` holds a cell together, as quotes do. Default: false. */
  readonly brackets?: boolean;
  /** Lines that begin with this character are passed over. Default: none. */
  readonly comment?: string;
  /** A line to pass over wherever it stands: the header of a file. */
  readonly header?: string;
}

/**
 * A format of delimited lines, read by the one grammar (see docs/formats.md): cells run to the next delimiter outside of
 * quotes, quotes around a whole cell go, `-` is empty. Its record type follows from its columns.
 */
export function delimited<const Cells extends readonly CellColumns[]>(
  options: DelimitedOptions<Cells>,
): LineFormat<RecordOf<Cells>> {
  const { name, columns, minimum = columns.length, time, delimiter = ' ', brackets, comment, header } = options;
  const layout = layoutOf({
    delimiter: delimiter.charCodeAt(0),
    minimum,
    kinds: columns.map(({ kind }) => kind),
    brackets,
    comment: comment?.charCodeAt(0),
    header: header === undefined ? undefined : Buffer.from(header),
  });
  const cells = columns.flatMap(({ parts }, cell) =>
    parts.map((part, i): Column => {
      const slot = (layout.slots[cell] ?? 0) + i;
      return { name: part.name, path: [part.name], source: { kind: 'cell', slot, type: part.type } };
    }),
  );
  const list = { delimiter: layout.delimiter, known: columns.length, brackets: layout.brackets };
  const extra: Column = {
    name: 'extra',
    path: ['extra'],
    source: { kind: 'cell', slot: layout.extra, type: 'list', list },
  };
  const column: TimeColumn | undefined = typeof time === 'string' ? { name: time, style: 'iso' } : time;
  const schemaOf = (empty: EmptyCells): PackedSchema => new PackedSchema([...cells, extra], empty, column, name);
  const schemas = { omit: schemaOf('omit'), null: schemaOf('null'), keep: schemaOf('keep') };
  return { kind: 'lines', name, layout, schema: (empty) => schemas[empty] };
}
