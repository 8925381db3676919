import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import type { Comparison } from './aims.ts';
import type { Measured } from './measure.ts';
import type { Row } from './rows.ts';
import { ratios, spread, type Spread } from './statistics.ts';

/** One timed run, and how many lines its input had. */
export interface Timed extends Measured {
  readonly input: number;
}

/** What a row took, over all rounds. */
export interface Figures {
  readonly id: string;
  readonly name: string;
  /** Of its input, in each run. */
  readonly lines: number;
  readonly runs: number;
  readonly linesPerSecond: Spread;
  /** Of the whole process. */
  readonly cpuSeconds: Spread;
  readonly cpuSecondsPerMillion: Spread;
  readonly cpuAfterStartSeconds: Spread;
  readonly peakRssMB: Spread;
  readonly date: string;
  /** Of a program of others. */
  readonly version?: string | undefined;
}

/** Of pairs of the same turn: how often as many lines a second, and how often as little CPU a line. */
export interface Compared extends Comparison {
  readonly rate: Spread;
  readonly cpu: Spread;
}

/** Many runs over a file of a few lines. */
export interface SmallFile {
  readonly lines: number;
  readonly runs: number;
  /** Lines that the collector counted; `lines` times `runs` when every run arrived whole. */
  readonly arrived: number;
  readonly millisecondsPerRun: number;
}

/** Everything that was found on one machine. */
export interface Results {
  readonly command: string;
  readonly machine: string;
  readonly node: string;
  readonly figures: readonly Figures[];
  readonly compared: readonly Compared[];
  readonly small: readonly SmallFile[];
  /** Rows that could not be run here, and why. */
  readonly skipped: Readonly<Record<string, string>>;
}

export function machine(): string {
  const processors = cpus();
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${memory}, ${type()} ${release()}`;
}

export function figuresOf({ id, name }: Row, runs: readonly Timed[], version?: string): Figures {
  return {
    id,
    name,
    lines: runs[0]?.input ?? 0,
    runs: runs.length,
    linesPerSecond: spread(runs.map(rate)),
    cpuSeconds: spread(runs.map(({ cpuSeconds }) => cpuSeconds)),
    cpuSecondsPerMillion: spread(runs.map((run) => cpuPerLine(run) * 1e6)),
    cpuAfterStartSeconds: spread(runs.map(({ cpuSeconds, startCpuSeconds }) => cpuSeconds - startCpuSeconds)),
    peakRssMB: spread(runs.map(({ peakRssMB }) => peakRssMB)),
    date: new Date().toISOString().slice(0, 10),
    version,
  };
}

export function compare(comparison: Comparison, runs: readonly Timed[], over: readonly Timed[]): Compared {
  return {
    ...comparison,
    rate: ratios(runs.map(rate), over.map(rate)),
    cpu: ratios(over.map(cpuPerLine), runs.map(cpuPerLine)),
  };
}

export function rate({ input, seconds }: Timed): number {
  return input / seconds;
}

function cpuPerLine({ input, cpuSeconds }: Timed): number {
  return cpuSeconds / input;
}

/** Earlier results with what was found now in the place of the same rows. Those of another machine or Node are let go. */
export function merged(earlier: Results | undefined, now: Results): Results {
  if (earlier?.machine !== now.machine || earlier.node !== now.node) return now;
  const key = ({ row, over }: Comparison): string => `${row} ${over}`;
  const found = new Set(now.figures.map(({ id }) => id));
  const skipped = Object.entries({ ...earlier.skipped, ...now.skipped });
  const known = [...earlier.figures.filter(({ id }) => !found.has(id)), ...now.figures];
  return {
    ...now,
    figures: known,
    compared: [...new Map([...earlier.compared, ...now.compared].map((pair) => [key(pair), pair])).values()],
    small: now.small.length > 0 ? now.small : earlier.small,
    skipped: Object.fromEntries(skipped.filter(([id]) => !known.some((figures) => figures.id === id))),
  };
}

/** What an earlier run wrote, if there is any. */
export function earlierResults(path: string): Results | undefined {
  if (!existsSync(path)) return undefined;
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isResults(value) ? value : undefined;
}

function isResults(value: unknown): value is Results {
  return typeof value === 'object' && value !== null && 'figures' in value && 'compared' in value && 'skipped' in value;
}
