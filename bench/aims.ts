/** What the project aims at, as data: ratios of rows that ran by turns, and bounds of single figures. */

/** How a row does against another: lines a second over the other's, and the other's CPU seconds a line over its own. */
export interface Comparison {
  readonly row: string;
  readonly over: string;
  /** Both ratios should be at least this. Absent: for information. */
  readonly atLeast?: number;
  /** What would be better still. */
  readonly hoped?: number;
  /** Only lines a second count. */
  readonly rateOnly?: boolean;
}

/** A figure that should stay below a bound; or how much more of it one row takes than another. */
export interface Bound {
  readonly what: string;
  readonly row: string;
  readonly moreThan?: string;
  readonly figure: 'peakRssMB' | 'cpuAfterStartSeconds';
  readonly unit: string;
  readonly atMost: number;
}

export const comparisons: readonly Comparison[] = [
  { row: 'classic/flow', over: 'classic/copy', atLeast: 0.5, hoped: 0.65 },
  { row: 'alb/flow', over: 'alb/copy', atLeast: 0.5, hoped: 0.65 },
  { row: 'classic-gzip/flow', over: 'classic-gzip/copy', atLeast: 0.6 },
  { row: 'alb-gzip/flow', over: 'alb-gzip/copy', atLeast: 0.6 },
  { row: 'classic/flow', over: 'classic/objects', atLeast: 4 },
  { row: 'alb/flow', over: 'alb/objects', atLeast: 4 },
  { row: 'classic/flow', over: 'classic/rsyslog', atLeast: 8, hoped: 12 },
  { row: 'classic/flow', over: 'classic/syslog-ng' },
  { row: 'classic/flow', over: 'classic/one-a-promise', atLeast: 14 },
  { row: 'classic/flow', over: 'classic/one-a-chunk' },
  { row: 'classic/flow', over: 'classic/no-ids', atLeast: 0.95 },
  { row: 'classic/filter', over: 'classic/flow' },
  { row: 'classic/derive', over: 'classic/flow' },
  { row: 'classic/filter-derive', over: 'classic/flow', atLeast: 0.85 },
  { row: 'alb/filter-derive', over: 'alb/flow', atLeast: 0.85 },
  { row: 'classic/map', over: 'classic/objects', atLeast: 1 },
  { row: 'alb/map', over: 'alb/objects', atLeast: 1 },
  { row: 'classic/flow', over: 'classic/reference' },
  { row: 'alb/flow', over: 'alb/reference' },
];

export const bounds: readonly Bound[] = [
  {
    what: '76,464 classic lines in gzip, CPU after start-up',
    row: 'one-file/gzip',
    figure: 'cpuAfterStartSeconds',
    unit: 's',
    atMost: 0.25,
  },
  { what: 'peak RSS, from a file', row: 'memory/many', figure: 'peakRssMB', unit: 'MB', atMost: 95 },
  {
    what: 'growth from many lines to ten times as many',
    row: 'memory/long',
    moreThan: 'memory/many',
    figure: 'peakRssMB',
    unit: 'MB',
    atMost: 5,
  },
  {
    what: 'growth with the slow collector',
    row: 'slow/long',
    moreThan: 'slow/many',
    figure: 'peakRssMB',
    unit: 'MB',
    atMost: 5,
  },
  {
    what: 'growth by the slow collector',
    row: 'slow/many',
    moreThan: 'memory/many',
    figure: 'peakRssMB',
    unit: 'MB',
    atMost: 5,
  },
  { what: 'peak RSS, S3 client loaded', row: 'memory/s3', figure: 'peakRssMB', unit: 'MB', atMost: 120 },
];
