import type { Inputs } from './inputs.ts';
import { measured, withCollector } from './processes.ts';
import type { SmallFile } from './results.ts';

/** The flow many times over a file of a few lines. Throws when a line is missing at the end. */
export async function small(
  inputs: Inputs,
  lines: number,
  runs: number,
  say: (text: string) => void,
): Promise<SmallFile> {
  const path = await inputs.path({ format: 'elb', lines });
  return withCollector({ lines: true }, async (collector) => {
    const { seconds } = await measured('small-files', [path, collector.port, runs]);
    const { lines: arrived } = await collector.received();
    if (arrived !== lines * runs) throw new Error(`${runs} runs of ${lines} lines: only ${arrived} lines arrived`);
    say(`${runs} runs of ${lines} lines: all arrived`);
    return { lines, runs, arrived, millisecondsPerRun: (seconds * 1000) / runs };
  });
}
