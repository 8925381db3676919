/** Writes the table of settings, as the schema has them, between its marks in the documentation: `tsx scripts/settings-table.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { settings, type Setting } from '../src/settings.ts';

/** The pages that hold the table, from the root. */
export const pages = { 'README.md': readmeTable, 'docs/configuration.md': fullTable } as const;

const MARKED = /(?<=<!-- settings -->\n)[^]*(?=<!-- \/settings -->)/;

/** A page as it should be. Throws where it has no marks. */
export async function withTable(page: keyof typeof pages): Promise<string> {
  const path = pathOf(page);
  const text = readFileSync(path, 'utf8');
  if (!MARKED.test(text)) throw new Error(`${page} has no <!-- settings --> and <!-- /settings -->`);
  const options = await resolveConfig(path);
  return format(text.replace(MARKED, `\n${pages[page]()}\n`), { ...options, parser: 'markdown' });
}

/** What a reader needs at first sight. */
export function readmeTable(): string {
  return table(['Variable', 'Flag', 'Default', 'What it is'], (setting) => [
    `\`${setting.variable}\``,
    flag(setting),
    preset(setting),
    about(setting),
  ]);
}

/** The same with what each value may be. */
export function fullTable(): string {
  return table(['Variable', 'Flag', 'Value', 'Default', 'What it is'], (setting) => [
    `\`${setting.variable}\``,
    flag(setting),
    setting.values,
    preset(setting),
    about(setting),
  ]);
}

export function pathOf(page: keyof typeof pages): string {
  return fileURLToPath(new URL(`../${page}`, import.meta.url));
}

function table(heads: readonly string[], rowOf: (setting: Setting) => readonly string[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...settings.map((setting) => line(rowOf(setting)))].join('\n');
}

function flag({ flag }: Setting): string {
  return flag === undefined ? '' : `\`${flag}\``;
}

function preset({ name, preset }: Setting): string {
  if (preset !== undefined) return `\`${preset}\``;
  return name === 'to' ? 'must be given' : '';
}

function about({ about }: Setting): string {
  return `${about[0]?.toUpperCase() ?? ''}${about.slice(1)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const page of ['README.md', 'docs/configuration.md'] as const)
    writeFileSync(pathOf(page), await withTable(page));
}
