/**
 * One kernel and one format in a process of its own: `node kernel-run.js <kernel> <elb | alb>` prints what cutting and
 * writing took as JSON.
 */
import { performance } from 'node:perf_hooks';
import { takeBack, type Kernel, type PackedRows } from '../src/kernel/index.ts';
import { planOf } from '../src/kernel/plan.ts';
import { generate } from '../src/testing/generate.ts';
import { alb } from '../transforms/formats/alb.ts';
import { elb } from '../transforms/formats/elb.ts';
import { kernels } from './kernel-list.ts';

/** What one function took, in each of several stretches of time. */
export interface Stretches {
  readonly linesPerSecond: readonly number[];
  readonly cpuNanosecondsPerLine: readonly number[];
}

export interface KernelRun {
  readonly tokenize: Stretches;
  readonly encode: Stretches;
}

/** As `splitLines` makes them. */
const BATCH_BYTES = 256 << 10;
const LINES = 20_000;
const WARMING_MS = 1500;
const STRETCH_MS = 400;
const STRETCHES = 7;

const [name = '', formatName = ''] = process.argv.slice(2);
const kernel = kernels[name];
const format = { elb, alb }[formatName];
if (kernel === undefined || format === undefined)
  throw new Error(`no kernel \`${name}\`, or no format \`${formatName}\``);
const { layout } = format;
const log = formatName === 'alb' ? generate.alb({ lines: LINES }) : generate.elb({ lines: LINES });
const batches = batchesOf(Buffer.concat([...log]));
const { columns, empty } = format.schema('omit').timestamp('@timestamp').eventId('@metadata._id');
const plan = planOf(columns, empty);
const cut = batches.map((bytes) => rowsOf(kernel, bytes));

const run: KernelRun = {
  tokenize: stretches(batches, (bytes) => kernel.tokenize(bytes, layout).rows),
  encode: stretches(cut, (rows) => {
    takeBack(kernel.encode(rows, plan, []));
    return rows.selection.length;
  }),
};
process.stdout.write(JSON.stringify(run));

function rowsOf(kernel: Kernel, bytes: Buffer): PackedRows {
  const { rows, cells, dirty } = kernel.tokenize(bytes, layout);
  const selection = Int32Array.from({ length: rows }, (_, row) => row);
  // Cells may lie in memory that the next call uses again.
  const own = { cells: cells.slice(), dirty: Buffer.from(dirty) };
  return { bytes, ...own, stride: layout.stride, selection, late: [], offset: 0, idPrefix: '0123456789abcdef-' };
}

/** Whole lines, up to the size of a batch. */
function batchesOf(bytes: Buffer): Buffer[] {
  const made: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = bytes.lastIndexOf(10, Math.min(from + BATCH_BYTES, bytes.length) - 1) + 1;
    made.push(Buffer.from(bytes.subarray(from, to)));
    from = to;
  }
  return made;
}

/** `work` answers how many lines a batch had. */
function stretches<T>(inputs: readonly T[], work: (input: T) => number): Stretches {
  stretch(inputs, work, WARMING_MS);
  const seen = Array.from({ length: STRETCHES }, () => stretch(inputs, work, STRETCH_MS));
  return {
    linesPerSecond: seen.map(({ lines, ms }) => (lines / ms) * 1000),
    cpuNanosecondsPerLine: seen.map(({ lines, cpuMicroseconds }) => (cpuMicroseconds * 1000) / lines),
  };
}

function stretch<T>(inputs: readonly T[], work: (input: T) => number, atLeastMs: number) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  let lines = 0;
  do for (const input of inputs) lines += work(input);
  while (performance.now() - began < atLeastMs);
  const { user, system } = process.cpuUsage(cpu);
  return { lines, ms: performance.now() - began, cpuMicroseconds: user + system };
}
