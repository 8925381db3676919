/** Writes the table of fields that `ecs()` makes, as its mappings have them, into docs/ecs.md: `tsx scripts/ecs-table.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Computation, JsonValue } from '../src/column.ts';
import { mappings } from '../transforms/ecs/mappings.ts';

const page = fileURLToPath(new URL('../docs/ecs.md', import.meta.url));
const MARKED = /(?<=<!-- fields -->\n)[^]*(?=<!-- \/fields -->)/;

/** The page as it is, and as it should be. */
export async function ecsPage(): Promise<{ readonly is: string; readonly should: string }> {
  const is = readFileSync(page, 'utf8');
  const options = await resolveConfig(page);
  const should = await format(is.replace(MARKED, `\n${table()}\n`), { ...options, parser: 'markdown' });
  return { is, should };
}

/** One row a field; each cell says what the field is made of. */
function table(): string {
  const formats = [...mappings].map(([name, mapping]) => {
    const fields = new Map<string, string>([['@timestamp', 'the time']]);
    for (const [column, field] of Object.entries(mapping.renamed)) fields.set(field, `\`${column}\``);
    for (const [field, { from }] of Object.entries<Computation>(mapping.computed))
      fields.set(field, `of ${listed(from)}`);
    for (const [field, value] of Object.entries<JsonValue>(mapping.constants))
      fields.set(field, JSON.stringify(Array.isArray(value) ? value.join() : value));
    return { name, fields };
  });
  const all = [...new Set(formats.flatMap(({ fields }) => [...fields.keys()]))].sort();
  const rows = all.map((field) => [`\`${field}\``, ...formats.map(({ fields }) => fields.get(field) ?? '')]);
  const heads = ['Field', ...formats.map(({ name }) => `\`${name}\``)];
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const listed = (columns: readonly string[]): string => columns.map((column) => `\`${column}\``).join(', ');

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, (await ecsPage()).should);
