/** `npm run bench:lambda`: the package in the runtime client of Lambda. See README.md in this folder. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { buildPackage, type Package } from '../src/package/build-package.ts';
import { nodeOf, SUPPORTED } from '../scripts/node-versions.ts';
import { Inputs } from './inputs.ts';
import {
  bigObject,
  coldStart,
  throughQueue,
  warmInvocations,
  type BigObject,
  type ColdStart,
  type Runtime,
} from './lambda-measure.ts';
import { machine } from './results.ts';
import { spread } from './statistics.ts';
import { around, count, table } from './table.ts';
import { tidy } from './tidy.ts';

interface Row extends Runtime {
  readonly version: string;
  readonly starts: ColdStart[];
  readonly warm: number[];
  readonly queued: { readonly one: number[]; readonly eight: number[] };
  readonly big: BigObject[];
}

/** Of the generated log, on average. */
const BYTES_PER_LINE = 305.3;
const COLD = ['importMs', 'initMs', 'firstRecordMs', 'cpuMs', 'rssMB'] as const;

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '15' },
    invocations: { type: 'string', default: '200' },
    objects: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    lines: { type: 'string', default: '3520000' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'logflume-lambda-'));
try {
  const made = await buildPackage({ file: resolve('src/lambda.ts'), out: join(folder, 'logs.zip'), name: 'logs' });
  await mkdir(join(folder, 'unzipped'));
  const file = join(folder, 'unzipped/index.js');
  await writeFile(file, unzipSync(readFileSync(made.zip))['index.js'] ?? '');
  const inputs = new Inputs(folder);
  const rows = await rowsOf(made.zip, file);
  const ten = await inputs.path({ format: 'elb', lines: 10 });
  // By turns, so that what else the machine does meets every version.
  for (let n = 0; n < Number(values.starts); n += 1) {
    for (const row of rows) row.starts.push(await coldStart(row, ten));
    process.stderr.write(`cold starts: ${n + 1}/${values.starts}\n`);
  }
  for (const row of rows) row.warm.push(...(await warmInvocations(row, ten, Number(values.invocations))));
  const queued = { path: ten, lines: 10, objects: Number(values.objects) };
  for (let n = 0; n < Number(values.rounds); n += 1) {
    for (const row of rows) {
      row.queued.one.push(await throughQueue(row, { ...queued, concurrency: 1 }));
      row.queued.eight.push(await throughQueue(row, { ...queued, concurrency: 8 }));
    }
    process.stderr.write(`queues: ${n + 1}/${values.rounds}\n`);
  }
  const big = { format: 'elb', lines: Number(values.lines), gzip: true } as const;
  const bigPath = await inputs.path(big);
  for (let n = 0; n < Number(values.rounds); n += 1) {
    for (const row of rows) row.big.push(await bigObject(row, bigPath));
    process.stderr.write(`big objects: ${n + 1}/${values.rounds}\n`);
  }
  for (const row of rows) for (const { lines } of row.big) if (lines !== big.lines) throw new Error(`${lines} arrived`);
  const page = await tidy('bench/LAMBDA.md', markdown(made, rows, (await stat(bigPath)).size));
  await writeFile('bench/LAMBDA.md', page);
  process.stdout.write(page);
} finally {
  await rm(folder, { recursive: true });
}

async function rowsOf(zip: string, file: string): Promise<Row[]> {
  const found = SUPPORTED.flatMap((version) => {
    const node = process.versions.node.startsWith(`${version}.`) ? process.execPath : nodeOf(version);
    if (node === undefined) process.stderr.write(`Node.js ${version} cannot be installed here: skipped\n`);
    return node === undefined ? [] : [resolve(node)];
  });
  const versionOf = async (node: string) => (await promisify(execFile)(node, ['--version'])).stdout.trim();
  return Promise.all(
    found.map(async (node) => {
      const version = await versionOf(node);
      return { node, zip, file, version, starts: [], warm: [], queued: { one: [], eight: [] }, big: [] };
    }),
  );
}

function markdown(made: Package, rows: readonly Row[], compressed: number): string {
  const megabytes = (bytes: number): string => count(bytes / 1e6, bytes < 10e6 ? 2 : 0);
  const cold = rows.map(({ version, starts }) => [
    version,
    ...COLD.map((name) => around(spread(starts.map((start) => start[name])), 0)),
  ]);
  const warm = rows.map(({ version, warm }) => [version, around(spread(warm), 1)]);
  const queued = rows.map(({ version, queued: { one, eight } }) => [
    version,
    ...[one, eight].map((rates) => around(spread(rates), 0)),
  ]);
  const big = rows.map(({ version, big }) => [
    version,
    ...(['polledMB', 'peakMB', 'seconds'] as const).map((name) => around(spread(big.map((one) => one[name])), 0)),
  ]);
  const lines = Number(values.lines);
  return `# The Lambda package

Scope, method and caveats are in [README.md](README.md#the-lambda-package). This file is written by the benchmark.

- Command: \`npm run bench:lambda\`
- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${machine()}
- The package: ${count(made.bytes)} bytes zipped
- Figures are medians, with the lowest and the highest in brackets.

## Cold starts, ${values.starts} of each

${table(['', 'import, ms', 'init, ms', 'event to first record, ms', 'CPU, ms', 'RSS after, MB'], cold)}

## A warm invocation for a file of 10 lines, ${values.invocations} of each

${table(['', 'ms'], warm)}

## Objects a second through a queue, ${values.objects} of 10 lines, ${values.rounds} times each

${table(['', 'one at a time', '8 side by side'], queued)}

## One object of ${count(lines)} lines, ${megabytes(lines * BYTES_PER_LINE)} MB, gzip-compressed ${megabytes(compressed)} MB, ${values.rounds} of each

${table(['', 'RSS polled, at most, MB', 'RSS at its peak, MB', 'seconds'], big)}
`;
}
