import { figuresOf, type Figures, type Timed } from '../../bench/results.ts';
import type { Row } from '../../bench/rows.ts';

/** A run over 1,000 lines. */
export function timed(seconds: number, cpuSeconds = seconds, peakRssMB = 80): Timed {
  return { lines: 1000, input: 1000, seconds, cpuSeconds, startCpuSeconds: 0.1, peakRssMB };
}

/** What a row took in runs of so many seconds. */
export function figures(id: string, ...seconds: readonly number[]): Figures {
  return figuresOf(
    row(id),
    seconds.map((taken) => timed(taken)),
  );
}

function row(id: string): Row {
  return { id, name: id, input: { format: 'elb', lines: 'many' }, sender: { script: 'flow' } };
}
