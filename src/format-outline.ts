import type { CellType, Column } from './column.ts';
import type { Format, LineFormat } from './format.ts';
import type { TimeColumn } from './time.ts';

/** A format as a person or a program is told of it. */
export interface FormatOutline {
  readonly name: string;
  readonly about?: string;
  /** Lines of cells, lines that are read whole, or one document. */
  readonly kind: Format['kind'];
  /** The column that `timestamp()` reads. */
  readonly time?: TimeColumn;
  /** For lines of cells: fewer than this, and a line is rejected. */
  readonly minimum?: number;
  /** True where a file may name its columns itself; these are the documented ones. */
  readonly followsHeader?: boolean;
  /** Absent where only the records themselves know. */
  readonly columns?: readonly ColumnOutline[];
}

export interface ColumnOutline {
  readonly name: string;
  readonly type: CellType;
  /** Which cell of the line it is, from 1 on; a list holds all from this one on. */
  readonly cell: number;
}

export function outlineOf(format: Format, about?: string): FormatOutline {
  const head = { name: format.name, ...(about === undefined ? {} : { about }), kind: format.kind };
  if (format.kind !== 'lines') return { ...head, ...timed(format.time) };
  const { columns, time } = format.schema('omit');
  return {
    ...head,
    ...timed(time),
    minimum: format.layout.minimum,
    followsHeader: format.headed !== undefined,
    columns: columns.flatMap((column) => columnOutline(column, format)),
  };
}

function timed(time: TimeColumn | undefined): { readonly time?: TimeColumn } {
  return time === undefined ? {} : { time };
}

function columnOutline({ name, source }: Column, { layout }: LineFormat): readonly ColumnOutline[] {
  if (source.kind !== 'cell') return [];
  const { slot, type } = source;
  const cell = slot === layout.extra ? layout.slots.length : layout.slots.findLastIndex((first) => first <= slot);
  return [{ name, type, cell: cell + 1 }];
}
