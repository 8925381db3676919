import { machine } from './results.ts';
import { spread, type Spread } from './statistics.ts';

/** What one process printed. */
export interface FormatRuns {
  readonly lines: number;
  readonly bytes: number;
  readonly seconds: readonly number[];
}

export interface FormatRow {
  readonly format: string;
  readonly runs: FormatRuns;
  /** The same with `timestamp()` and with `ecs()`, for formats that have them. */
  readonly timestamp?: FormatRuns | undefined;
  readonly ecs?: FormatRuns | undefined;
}

/** The results for people. */
export function formatsMarkdown(rows: readonly FormatRow[]): string {
  const table = rows.map(({ format, runs, timestamp, ecs }) => {
    const rate = rateOf(runs);
    const megabytes = (rate.median * runs.bytes) / runs.lines / 1e6;
    const cells = [`\`${format}\``, (runs.bytes / runs.lines).toFixed(0), inBrackets(rate), megabytes.toFixed(0)];
    return `| ${[...cells, medianOf(timestamp), medianOf(ecs)].join(' | ')} |`;
  });
  return `# Lines a second, format by format

Scope, method and caveats are in [README.md](README.md#formats). This file is written by the benchmark.

- Command: \`npm run bench:formats\`
- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${machine()}
- Node.js: ${process.version}
- Figures are medians, with the lowest and the highest in brackets.

| format | bytes a line | lines/s | MB/s | with \`timestamp()\`, lines/s | with \`ecs()\`, lines/s |
| --- | --: | --: | --: | --: | --: |
${table.join('\n')}
`;
}

const rateOf = ({ lines, seconds }: FormatRuns): Spread => spread(seconds.map((took) => lines / took));

const round = (rate: number): string => (Math.round(rate / 1000) * 1000).toLocaleString('en-US');

const inBrackets = ({ median, lowest, highest }: Spread): string =>
  `${round(median)} (${round(lowest)} to ${round(highest)})`;

const medianOf = (runs: FormatRuns | undefined): string => (runs === undefined ? '' : round(rateOf(runs).median));

/** Reads what a process printed. */
export function runsFrom(json: string): FormatRuns {
  const value: unknown = JSON.parse(json);
  if (!isRuns(value)) throw new TypeError(`no runs: ${json}`);
  return value;
}

function isRuns(value: unknown): value is FormatRuns {
  return typeof value === 'object' && value !== null && 'lines' in value && 'bytes' in value && 'seconds' in value;
}
