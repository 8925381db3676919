/** `npm run bench`: see README.md in this folder. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparisons } from './aims.ts';
import { asked, chosen, type Asked } from './command-line.ts';
import { Inputs } from './inputs.ts';
import { write } from './report.ts';
import { machine, type Results, type SmallFile } from './results.ts';
import { byTurns, type Measurements, type Sizes } from './rounds.ts';
import { same } from './same.ts';
import { small } from './small.ts';
import { Untimed } from './untimed.ts';
import { versus } from './versus.ts';

interface Extent {
  readonly sizes: Sizes;
  readonly rounds: Readonly<Record<'all' | 'memory' | 'slow', number>>;
  readonly smallRuns: number;
}

const full: Extent = {
  sizes: { many: 1_000_000, some: 250_000, oneFile: 76_464, long: 10_000_000 },
  rounds: { all: 5, memory: 3, slow: 1 },
  smallRuns: 1000,
};
const brief: Extent = {
  sizes: { many: 200_000, some: 50_000, oneFile: 76_464 },
  rounds: { all: 2, memory: 1, slow: 1 },
  smallRuns: 100,
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const options = asked(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), 'logflume-bench-'));
const clean = (): Promise<void> => rm(folder, { recursive: true, force: true });
process.once('SIGINT', () => void clean().then(() => process.exit(130)));
try {
  await main(options, options.quick ? brief : full);
} finally {
  await clean();
}

async function main(options: Asked, extent: Extent): Promise<void> {
  const { only, command, out, versus: commit } = options;
  const inputs = new Inputs(folder);
  const rounds = { folder, inputs, untimed: new Untimed(), sizes: extent.sizes, comparisons, say };
  if (commit !== undefined) {
    const text = await versus(commit, chosen(only), { ...rounds, rounds: options.rounds ?? extent.rounds.all });
    process.stdout.write(text);
    return;
  }
  await same(1000);
  const found: Measurements[] = [];
  for (const { rows, rounds: kind = 'all' } of chosen(only)) {
    const most = extent.rounds[kind];
    const asked = options.rounds ?? most;
    found.push(await byTurns(rows, { ...rounds, rounds: kind === 'all' ? asked : Math.min(asked, most) }));
  }
  const files: SmallFile[] = [];
  if (only.length === 0 || only.includes('small')) {
    for (const lines of [1, 10]) files.push(await small(inputs, lines, extent.smallRuns, say));
  }
  const results: Results = {
    command,
    machine: machine(),
    node: process.version,
    figures: found.flatMap(({ figures }) => figures),
    compared: found.flatMap(({ compared }) => compared),
    small: files,
    skipped: Object.fromEntries(found.flatMap(({ skipped }) => Object.entries(skipped))),
  };
  await mkdir(out, { recursive: true });
  process.stdout.write(await write(out, results));
}
