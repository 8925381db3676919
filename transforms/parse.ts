import type { EmptyCells } from '../src/column.ts';
import type { LineFormat, TextFormat } from '../src/format.ts';
import { kernel, Lease } from '../src/kernel/index.ts';
import type { Lines } from '../src/lines.ts';
import { OpenSchema } from '../src/open-schema.ts';
import type { Origin } from '../src/origin.ts';
import { PackedRecords } from '../src/packed.ts';
import { mergeRejects, type Records, type Reject } from '../src/records.ts';
import { rejectText } from '../src/reject.ts';
import type { Stage } from '../src/stage.ts';
import { parseText } from './parse-text.ts';

export interface ParseOptions {
  /** What becomes of cells that are `-`: left out (default), null, or kept as `-`. */
  readonly empty?: EmptyCells;
}

/**
 * Whole lines to records, one record a line: packed for a format of cells, plain for one of text. A line that does not
 * fit the format becomes a reject. Headers are followed by `read` alone.
 */
export function parse<R>(
  format: LineFormat<R> | TextFormat<R>,
  { empty = 'omit' }: ParseOptions = {},
): Stage<Lines, Records<R>> {
  return {
    name: 'parse',
    passing: true,
    outline: () => (format.kind === 'lines' ? format.schema(empty) : OpenSchema.of(format.time, format.name)),
    open: ({ origin }) => ({ push: (lines) => parseLines(lines, format, empty, origin) }),
  };
}

/** One batch of `parse`, for stages that parse as a part of what they do. */
export function parseLines<R>(
  lines: Lines,
  format: LineFormat<R> | TextFormat<R>,
  empty: EmptyCells,
  origin: Origin,
): Records<R> {
  return format.kind === 'lines' ? parseCells(lines, format, empty, origin) : parseText(lines, format, origin);
}

function parseCells<R>(lines: Lines, format: LineFormat<R>, empty: EmptyCells, origin: Origin): Records<R> {
  const { bytes, offset, end } = lines;
  const { rows, cells, dirty, skipped, rejects } = kernel.tokenize(bytes, format.layout);
  const refused = rejects.map(({ start, end: last, reason }): Reject => {
    return { kind: 'parsing', stage: 'parse', offset: offset + start, reason, text: rejectText(bytes, start, last) };
  });
  return new PackedRecords<R>({
    origin,
    start: offset,
    end,
    rejects: mergeRejects(lines.rejects, refused),
    skipped,
    bytes,
    cells,
    dirty,
    stride: format.layout.stride,
    derived: [],
    lease: new Lease([bytes, cells]),
    schema: format.schema(empty),
    selection: firstRows(rows),
  });
}

/** 0, 1, 2 …: shared by all batches, none of which writes to it. */
let ascending = new Int32Array(0);

function firstRows(rows: number): Int32Array {
  if (ascending.length < rows) ascending = Int32Array.from({ length: 2 * rows }, (_, row) => row);
  return ascending.subarray(0, rows);
}
