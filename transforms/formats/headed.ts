import type { LineFormat } from '../../src/format.ts';
import { text, type CellColumns } from './columns.ts';
import { delimited, type DelimitedOptions, type RecordOf } from './delimited.ts';

export interface HeadedOptions<Cells extends readonly CellColumns[]> extends DelimitedOptions<Cells> {
  /** Finds the header among a file's first lines: the line itself, and the names in it, as columns are called here. */
  readonly headerIn: (lines: readonly string[]) => Header | undefined;
}

export interface Header {
  readonly line: string;
  readonly names: readonly string[];
}

/**
 * A delimited format whose files name their columns. Columns that are known by their names have their types; others are
 * strings. A file without a header has the documented columns, in the documented order.
 */
export function headed<const Cells extends readonly CellColumns[]>(
  options: HeadedOptions<Cells>,
): LineFormat<RecordOf<Cells>> {
  const { headerIn, ...documented } = options;
  const known = new Map(options.columns.map((column) => [column.parts[0]?.name, column]));
  return {
    ...delimited(documented),
    headed(lines) {
      const header = headerIn(lines);
      if (header === undefined) return undefined;
      const columns = header.names.map((name) => known.get(name) ?? text(name));
      const { name: timeName, second } = typeof options.time === 'object' ? options.time : { name: options.time };
      const timed = header.names.includes(timeName ?? '') && (second === undefined || header.names.includes(second));
      return delimited({
        ...documented,
        columns,
        minimum: header.names.length,
        time: timed ? options.time : undefined,
        header: header.line,
      });
    },
  };
}
