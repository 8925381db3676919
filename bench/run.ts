/** `npm run bench`: see README.md in this folder. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench } from './experiments.ts';
import { machine, markdown, type Results } from './report.ts';
import { same } from './same.ts';

const full = { lines: 1_000_000, pairs: 9, long: 10_000_000, longRuns: 3, slowRuns: 1, smallRuns: 1000 };
const brief = { lines: 200_000, pairs: 3, long: 1_000_000, longRuns: 1, slowRuns: 1, smallRuns: 1000 };

const ONE_FILE = 76_464;
const SLOW_MB_PER_SECOND = 20;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, out: { type: 'string', default: 'bench' } },
});

await mkdir(values.out, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), 'logflume-bench-'));
const clean = (): Promise<void> => rm(folder, { recursive: true, force: true });
process.once('SIGINT', () => void clean().then(() => process.exit(130)));
try {
  await same(1000);
  const results = await experiments(new Bench(folder, say), values.quick ? brief : full);
  await writeFile(join(values.out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(values.out, 'RESULTS.md'), markdown(results));
  process.stdout.write(markdown(results));
  if (results.small.some(({ lines, runs, arrived }) => lines * runs !== arrived)) process.exitCode = 1;
} finally {
  await clean();
}

async function experiments(bench: Bench, size: typeof full): Promise<Results> {
  const { lines, pairs, long, longRuns, slowRuns, smallRuns } = size;
  const slow = { megabytesPerSecond: SLOW_MB_PER_SECOND };
  return {
    command: values.quick ? 'npm run bench -- --quick' : 'npm run bench',
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    node: process.version,
    comparison: await bench.compare(lines, pairs),
    oneFile: { plain: await bench.flow(ONE_FILE, pairs), gzip: await bench.flow(ONE_FILE, pairs, { gzip: true }) },
    memory: {
      ...slow,
      fast: [await bench.flow(lines, longRuns), await bench.flow(long, longRuns)],
      slow: [await bench.flow(lines, slowRuns, slow), await bench.flow(long, slowRuns, slow)],
    },
    small: [await bench.small(1, smallRuns), await bench.small(10, smallRuns)],
  };
}
