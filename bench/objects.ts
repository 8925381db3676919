/** `npm run bench:objects`: the handler with many objects, one at a time and side by side. See README.md in this folder. */
import { statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Inputs, type Input } from './inputs.ts';
import { environmentOf, measured, withCollector, withObject } from './processes.ts';
import { machine } from './results.ts';
import { spread } from './statistics.ts';
import { around, table } from './table.ts';
import { tidy } from './tidy.ts';

/** How an event is shipped: places for objects side by side, and whether it says how large they are. */
const WAYS = [
  { name: 'one at a time', places: 1, sized: true },
  { name: '8 places', places: 8, sized: true },
  { name: '8 whatever the size', places: 8, sized: false },
] as const;
const OBJECTS: readonly (Input & { readonly objects: number })[] = [
  { format: 'elb', lines: 10, objects: 200 },
  { format: 'elb', lines: 1_000, gzip: true, objects: 100 },
  { format: 'elb', lines: 5_000, gzip: true, objects: 60 },
  { format: 'elb', lines: 20_000, gzip: true, objects: 40 },
  { format: 'elb', lines: 163_000, gzip: true, objects: 8 },
];
const DELAY_MS = 25;
const OUT = 'bench/OBJECTS.md';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const folder = await mkdtemp(join(tmpdir(), 'logflume-objects-'));
try {
  const inputs = new Inputs(folder);
  const rows = OBJECTS.flatMap((input) =>
    WAYS.map((way) => ({ input, way, rates: [] as number[], peaks: [] as number[] })),
  );
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const { input, way, rates, peaks } of rows) {
      const { seconds, peakRssMB } = await shipped(await inputs.path(input), input, way);
      rates.push(input.objects / seconds);
      peaks.push(peakRssMB);
    }
    process.stderr.write(`${round + 1}/${values.rounds}\n`);
  }
  const cells = rows.map(({ input, way, rates, peaks }) => {
    return [titleOf(input), way.name, around(spread(rates), 0), around(spread(peaks), 0)];
  });
  const page = await tidy(OUT, markdown(cells));
  await writeFile(OUT, page);
  process.stdout.write(page);
} finally {
  await rm(folder, { recursive: true });
}

/** Throws where a line is missing at the end. */
async function shipped(
  path: string,
  { lines, objects }: (typeof OBJECTS)[number],
  { places, sized }: (typeof WAYS)[number],
) {
  const work = (endpointUrl: string) =>
    withCollector({ lines: true }, async (collector) => {
      const args = [endpointUrl, collector.port, objects, places, ...(sized ? [statSync(path).size] : [])];
      const figures = await measured('objects', args, { env: environmentOf(endpointUrl) });
      // The first object is not in the figures.
      const [arrived, expected] = [(await collector.received()).lines, (objects + 1) * lines];
      if (arrived !== expected) throw new Error(`${objects} objects: ${arrived} of ${expected} lines arrived`);
      return figures;
    });
  return withObject(path, work, DELAY_MS);
}

function titleOf({ lines, gzip = false }: Input): string {
  return `${lines.toLocaleString('en-US')} lines, ${gzip ? 'gzip' : 'plain'}`;
}

function markdown(rows: readonly (readonly string[])[]): string {
  return `# Objects side by side

Scope, method and caveats are in [README.md](README.md#objects). This file is written by the benchmark.

- Command: \`npm run bench:objects\`
- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${machine()}
- Node.js: ${process.version}
- Figures are medians of ${values.rounds} rounds, with the lowest and the highest in brackets.

${table(['each object', 'way', 'objects/s', 'peak RSS, MB'], rows)}
`;
}
