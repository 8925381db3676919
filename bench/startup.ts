/** `npm run bench:startup`: import and first record on every supported Node.js. See README.md in this folder. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { nodeOf, SUPPORTED } from '../scripts/node-versions.ts';
import { Inputs } from './inputs.ts';
import { environmentOf, withCollector, withObject } from './processes.ts';
import { machine } from './results.ts';
import type { Start } from './startup-run.ts';
import { spread, type Spread } from './statistics.ts';
import { around, table } from './table.ts';
import { tidy } from './tidy.ts';

interface StartFigures {
  readonly node: string;
  readonly what: (typeof WHAT)[number];
  readonly starts: number;
  readonly figures: Readonly<Record<keyof Start, Spread>>;
}

const WHAT = ['library', 'lambda'] as const;
const NAMES = { library: '`logflume`', lambda: '`logflume/lambda`' } as const;
const FIGURES = ['importMs', 'firstRecordMs', 'rssAfterImportMB', 'rssAfterRecordMB'] as const;

const run = promisify(execFile);
const program = fileURLToPath(new URL('startup-run.js', import.meta.url));
const { values } = parseArgs({ options: { starts: { type: 'string', default: '15' } } });

const folder = await mkdtemp(join(tmpdir(), 'logflume-startup-'));
try {
  const path = await new Inputs(folder).path({ format: 'elb', lines: 1 });
  const found = await withObject(path, (endpointUrl) => measureAll(path, endpointUrl, Number(values.starts)));
  const page = await tidy('bench/STARTUP.md', markdown(found));
  await writeFile('bench/STARTUP.md', page);
  await writeFile('bench/startup.json', await tidy('bench/startup.json', JSON.stringify(found)));
  process.stdout.write(page);
} finally {
  await rm(folder, { recursive: true });
}

/** By turns, so that what else the machine does meets every version. */
async function measureAll(path: string, endpointUrl: string, starts: number): Promise<StartFigures[]> {
  const rows = await Promise.all(
    SUPPORTED.flatMap((version) => {
      const node = process.versions.node.startsWith(`${version}.`) ? process.execPath : nodeOf(version);
      if (node === undefined) process.stderr.write(`Node.js ${version} cannot be installed here: skipped\n`);
      return node === undefined
        ? []
        : WHAT.map(async (what) => ({ node, what, ...(await versionOf(node)), seen: [] as Start[] }));
    }),
  );
  for (let round = 0; round < starts; round += 1) {
    for (const { node, what, seen } of rows) seen.push(await startOf(node, what, path, endpointUrl));
    process.stderr.write(`${round + 1}/${starts}\n`);
  }
  return rows.map(({ version, what, seen }) => ({
    node: version,
    what,
    starts: seen.length,
    figures: figuresOf(seen),
  }));
}

async function versionOf(node: string): Promise<{ version: string }> {
  return { version: (await run(node, ['--version'])).stdout.trim() };
}

async function startOf(node: string, what: string, path: string, endpointUrl: string): Promise<Start> {
  return withCollector({}, async ({ port }) => {
    const env = { ...process.env, ...environmentOf(endpointUrl), LOGFLUME_TO: `tcp://127.0.0.1:${port}` };
    const { stderr } = await run(node, [program, what, path], { env });
    const start: unknown = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
    if (isStart(start)) return start;
    throw new TypeError(`${what} on ${node} said ${stderr}`);
  });
}

function figuresOf(seen: readonly Start[]): StartFigures['figures'] {
  const of = (name: keyof Start): Spread => spread(seen.map((start) => start[name]));
  const [importMs, firstRecordMs, rssAfterImportMB, rssAfterRecordMB] = FIGURES.map(of);
  if (!importMs || !firstRecordMs || !rssAfterImportMB || !rssAfterRecordMB) throw new TypeError('no starts');
  return { importMs, firstRecordMs, rssAfterImportMB, rssAfterRecordMB };
}

function markdown(found: readonly StartFigures[]): string {
  const rows = found.map(({ node, what, starts, figures }) => [
    `${node}, ${NAMES[what]}`,
    String(starts),
    ...FIGURES.map((name) => around(figures[name], 0)),
  ]);
  const head = [
    '',
    'starts',
    'import, ms',
    'process to first record, ms',
    'RSS after import, MB',
    'RSS after the record, MB',
  ];
  return `# Start-up

Scope, method and caveats are in [README.md](README.md#start-up). This file is written by the benchmark.

- Command: \`npm run bench:startup\`
- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${machine()}
- Figures are medians, with the lowest and the highest in brackets.

${table(head, rows)}
`;
}

function isStart(value: unknown): value is Start {
  return typeof value === 'object' && value !== null && FIGURES.every((name) => name in value);
}
