import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plot } from './plot.ts';
import { earlierResults, merged, type Figures, type Results, type SmallFile } from './results.ts';
import { aimsTable } from './report-aims.ts';
import { groups, type Group } from './rows.ts';
import { around, count, table } from './table.ts';
import { tidy } from './tidy.ts';

/** The group that is drawn. */
const DRAWN = 'classic';

/** Writes `results.json`, `RESULTS.md` and `results.svg`, with what earlier runs there found; answers the page. */
export async function write(folder: string, now: Results): Promise<string> {
  const path = (name: string): string => join(folder, name);
  const results = merged(earlierResults(path('results.json')), now);
  const page = markdown(results);
  await writeFile(path('results.json'), await tidy(path('results.json'), JSON.stringify(results)));
  await writeFile(path('RESULTS.md'), await tidy(path('RESULTS.md'), page));
  const drawn = figuresIn(
    results,
    groups.find(({ id }) => id === DRAWN),
  );
  if (drawn.length > 0) await writeFile(path('results.svg'), plot(drawn));
  return page;
}

/** The results for people. */
export function markdown(results: Results): string {
  const sections = groups.map((group) => section(group, figuresIn(results, group))).filter((text) => text !== '');
  const dates = [...new Set(results.figures.map(({ date }) => date))].sort();
  return `# Results

Scope and caveats are in [README.md](README.md). This file is written by the benchmark.

- Command: \`${results.command}\`
- Date: ${dates.join(', ')}
- Machine: ${results.machine}
- Node.js: ${results.node}
- Rows of a table ran by turns. Figures are medians, with the lowest and the highest in brackets.
- Lines are those of the input, also where a filter drops some. CPU seconds are of the sender's whole process.

## Aims

${aimsTable(results)}

${sections.join('\n\n')}
${smallSection(results.small)}${skippedSection(results)}`;
}

function figuresIn({ figures }: Results, group: Group | undefined): Figures[] {
  const rows = group?.rows ?? [];
  return rows.flatMap(({ id }) => figures.find((found) => found.id === id) ?? []);
}

function section({ title }: Group, figures: readonly Figures[]): string {
  if (figures.length === 0) return '';
  const rows = figures.map((found) => [
    found.version === undefined ? found.name : `${found.name} ${found.version}`,
    count(found.lines),
    count(found.runs),
    around(found.linesPerSecond, 0),
    around(found.cpuSeconds, 2),
    around(found.cpuSecondsPerMillion, 2),
    around(found.peakRssMB, 0),
  ]);
  return `## ${title}

${table(['', 'lines', 'runs', 'lines/s', 'CPU s', 'CPU s a million lines', 'peak RSS, MB'], rows)}`;
}

function smallSection(small: readonly SmallFile[]): string {
  if (small.length === 0) return '';
  const rows = small.map((row) => [
    count(row.lines),
    count(row.runs),
    `${count(row.arrived)} of ${count(row.lines * row.runs)}`,
    row.millisecondsPerRun.toFixed(1),
  ]);
  return `
## Small files

${table(['lines in the file', 'runs', 'lines arrived', 'ms a run'], rows)}
`;
}

function skippedSection({ skipped }: Results): string {
  const rows = Object.entries(skipped).map(([id, reason]) => `- ${id}: ${reason}`);
  return rows.length === 0 ? '' : `\n## Not measured\n\n${rows.join('\n')}\n`;
}
