/** `npm run bench:formats`: lines a second for each format. See README.md in this folder. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { format as prettier, resolveConfig } from 'prettier';
import { mappings } from '../transforms/ecs/mappings.ts';
import { formats } from '../transforms/formats/registry.ts';
import { formatsMarkdown, runsFrom, type FormatRow, type FormatRuns } from './format-report.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('format-run.js', import.meta.url));
const OUT = 'bench/FORMATS.md';

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(formats);
const rows: FormatRow[] = [];
for (const name of names) {
  const timed = timeOf(name) !== undefined;
  rows.push({
    format: name,
    runs: await measured(name),
    timestamp: timed ? await measured(name, 'timestamp') : undefined,
    ecs: mappings.has(name) ? await measured(name, 'ecs') : undefined,
  });
  process.stderr.write(`${name}\n`);
}
const markdown = await prettier(formatsMarkdown(rows), { ...(await resolveConfig(OUT)), parser: 'markdown' });
if (process.argv.length === 2) await writeFile(OUT, markdown);
process.stdout.write(markdown);

async function measured(...args: readonly string[]): Promise<FormatRuns> {
  const { stdout } = await run(process.execPath, [program, ...args]);
  return runsFrom(stdout);
}

/** The time column of a format, where it has one. */
function timeOf(name: string): unknown {
  const known = formats[name];
  return known?.kind === 'lines' ? known.schema('omit').time : known?.time;
}
