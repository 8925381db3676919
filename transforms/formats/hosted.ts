import type { LineFormat } from '../../src/format.ts';
import { text, type CellColumns } from './columns.ts';
import { delimited, type DelimitedOptions, type RecordOf } from './delimited.ts';

const VIRTUAL_HOST = text('virtual_host');

/** The time, in brackets, is the fifth cell, and the third is not the usual `-` of a line whose user has a space. */
const HOST_FIRST = /^[^ ]+ (?!- )[^ ]+ [^ ]+ [^ ]+ \[\d\d\/[A-Z][a-z][a-z]\/\d{4}:/;

/**
 * A delimited format of web servers that may write a virtual host in front of each line. Its first line tells: there the
 * time, which stands in brackets, is one cell further to the right.
 */
export function hosted<const Cells extends readonly CellColumns[]>(
  options: DelimitedOptions<Cells>,
): LineFormat<RecordOf<readonly [typeof VIRTUAL_HOST, ...Cells]>> {
  const { columns, minimum = columns.length } = options;
  const withHost = delimited({ ...options, columns: [VIRTUAL_HOST, ...columns] as const, minimum: minimum + 1 });
  return {
    ...delimited(options),
    headed: ([first = '']) => (HOST_FIRST.test(first) ? withHost : undefined),
  };
}
