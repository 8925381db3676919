import { flow } from '../../src/flow.ts';
import type { Format } from '../../src/format.ts';
import type { Origin } from '../../src/origin.ts';
import type { Summary } from '../../src/summary.ts';
import { memory } from '../../sinks/memory.ts';
import { read } from '../../transforms/read.ts';
import { balanced, bytes, origin } from './runs.ts';

export interface ReadAll {
  /** Rejects in their places. */
  readonly records: readonly unknown[];
  readonly lines: readonly string[];
  readonly summary: Summary;
}

/** All that a format makes of the chunks of one object, through a flow; the summary has been checked to balance. */
export async function readAll(
  format: Format,
  chunks: string | readonly (Buffer | string)[],
  from: Origin = origin,
): Promise<ReadAll> {
  const sink = memory();
  const all = typeof chunks === 'string' ? [chunks] : chunks;
  const summary = balanced(await flow(read(format)).to(sink).run(bytes(all, from)));
  return { records: sink.records, lines: sink.lines, summary };
}
