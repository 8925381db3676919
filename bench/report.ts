import { cpus, release, totalmem, type } from 'node:os';
import type { Comparison, Figures, SmallFile } from './experiments.ts';
import type { Spread } from './statistics.ts';

/** Everything one run of the benchmark found. */
export interface Results {
  readonly command: string;
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly comparison: Comparison;
  /** The file of the original task: 76,464 lines, plain and gzipped. */
  readonly oneFile: { readonly plain: Figures; readonly gzip: Figures };
  /** The flow over a short and a long file, to a collector that keeps up and to one that does not. */
  readonly memory: {
    readonly megabytesPerSecond: number;
    readonly fast: readonly [Figures, Figures];
    readonly slow: readonly [Figures, Figures];
  };
  readonly small: readonly SmallFile[];
}

export function machine(): string {
  const processors = cpus();
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${memory}, ${type()} ${release()}`;
}

/** The results for people. */
export function markdown(results: Results): string {
  const { comparison, memory, small, oneFile } = results;
  const [shortRun, longRun] = memory.fast;
  const [shortSlow, longSlow] = memory.slow;
  return `# Results

Scope and caveats are in [README.md](README.md). This file is written by the benchmark.

- Command: \`${results.command}\`
- Date: ${results.date}
- Machine: ${results.machine}
- Node.js: ${results.node}
- Figures are medians, with the lowest and the highest in brackets.

## The default flow and plain objects

${count(comparison.flow.lines)} classic lines from a file to a collector in another process, ${comparison.flow.runs} runs of each by turns.

${table(
  ['', ...HEAD],
  [
    ['default flow', ...cells(comparison.flow)],
    ['plain objects', ...cells(comparison.plain)],
  ],
)}

Pair by pair the flow moved **${ratio(comparison.ratio)}** times as many lines a second as the plain objects. The aim is
300,000 lines a second and 1.7 times.

## One file of the usual size

${table(
  ['76,464 classic lines', ...HEAD],
  [
    ['plain file', ...cells(oneFile.plain)],
    ['gzip', ...cells(oneFile.gzip)],
  ],
)}

## Memory

${table(
  ['collector', 'lines', 'runs', 'peak RSS, MB', 'lines/s'],
  [
    ['reads at once', ...memoryCells(shortRun)],
    ['reads at once', ...memoryCells(longRun)],
    [`reads ${memory.megabytesPerSecond} MB/s`, ...memoryCells(shortSlow)],
    [`reads ${memory.megabytesPerSecond} MB/s`, ...memoryCells(longSlow)],
  ],
)}

${count(longRun.lines)} lines took ${apart(shortRun, longRun)} MB more at the peak than ${count(shortRun.lines)}; with the slow collector
${apart(shortSlow, longSlow)} MB more. The aim is 20 MB at most.

## Small files

${table(
  ['lines in the file', 'runs', 'lines arrived', 'ms a run'],
  small.map((row) => [
    count(row.lines),
    count(row.runs),
    `${count(row.arrived)} of ${count(row.lines * row.runs)}`,
    row.millisecondsPerRun.toFixed(1),
  ]),
)}
`;
}

const HEAD = ['lines/s', 'CPU s', 'peak RSS, MB'] as const;

function cells({ linesPerSecond, cpuSeconds, peakRssMB }: Figures): string[] {
  return [around(linesPerSecond, 0), around(cpuSeconds, 2), around(peakRssMB, 0)];
}

function memoryCells({ lines, runs, peakRssMB, linesPerSecond }: Figures): string[] {
  return [count(lines), count(runs), around(peakRssMB, 1), around(linesPerSecond, 0)];
}

function apart(short: Figures, long: Figures): string {
  return (long.peakRssMB.median - short.peakRssMB.median).toFixed(1);
}

/** Aligned, as prettier wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, i) => (row[i] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function around({ median, lowest, highest }: Spread, digits: number): string {
  if (lowest === highest) return count(median, digits);
  return `${count(median, digits)} (${count(lowest, digits)} to ${count(highest, digits)})`;
}

function ratio({ median, lowest, highest }: Spread): string {
  return `${median.toFixed(2)} (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;
}

function count(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
