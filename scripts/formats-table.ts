/** Writes what the formats are, as the code has them, between the marks in docs/formats.md: `tsx scripts/formats-table.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { outlineOf, type FormatOutline } from '../src/format-outline.ts';
import { about } from '../transforms/formats/about.ts';
import { formats } from '../transforms/formats/registry.ts';

export const path = fileURLToPath(new URL('../docs/formats.md', import.meta.url));

const outlines = Object.values(formats).map((known) => outlineOf(known, about[known.name]));

const parts: Readonly<Record<string, () => string>> = { formats: formatsTable, columns: columnLists };

/** The page as it should be. Throws where it lacks a mark. */
export async function formatsPage(): Promise<string> {
  const text = Object.entries(parts).reduce(
    (page, [mark, write]) => {
      const marked = new RegExp(`(?<=<!-- ${mark} -->\n)[^]*(?=<!-- /${mark} -->)`);
      if (!marked.test(page)) throw new Error(`docs/formats.md has no <!-- ${mark} --> and <!-- /${mark} -->`);
      return page.replace(marked, () => `\n${write()}\n`);
    },
    readFileSync(path, 'utf8'),
  );
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' });
}

function formatsTable(): string {
  const rows = outlines.map((outline) => [`\`${outline.name}\``, outline.about ?? '', cells(outline), times(outline)]);
  const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  return [line(['Name', 'What it reads', 'Cells', 'Time']), line(['---', '---', '---', '---']), ...rows.map(line)].join(
    '\n',
  );
}

function cells({ columns, minimum = 0 }: FormatOutline): string {
  if (columns === undefined) return '';
  const most = Math.max(...columns.map(({ cell }) => cell)) - 1;
  return most === minimum ? `${most}` : `${most}, ${minimum} at the least`;
}

function times({ time }: FormatOutline): string {
  if (time === undefined) return 'none';
  return time.second === undefined ? `\`${time.name}\`` : `\`${time.name}\` and \`${time.second}\``;
}

function columnLists(): string {
  return outlines
    .flatMap(({ name, columns }) => {
      const names = columns?.map((column) => `\`${column.name}\``).join(', ');
      return names === undefined ? [] : [`**${name}**: ${names}.`];
    })
    .join('\n\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path, await formatsPage());
