import { jsonText } from './json.ts';
import { nest } from './nesting.ts';
import type { PlainRecord } from './open-schema.ts';

/** A name whose dots nest. */
interface Nested {
  readonly name: string;
  readonly root: string;
  /** The name as a key, and what stands in its place and behind its value when it nests. */
  readonly key: string;
  readonly opening: string;
  readonly closing: string;
  /** Whether another name nests under the same root. */
  readonly shared: boolean;
}

const described = new WeakMap<ReadonlySet<string>, readonly Nested[]>();

/**
 * The JSON of a record in which the names of `nested` stand where their dots say: what `jsonText` makes of `nest(record)`.
 * Nesting a copy costs more than all of its JSON, so where it can be told apart the text is nested instead. Throws
 * as `jsonText` does, and where JSON has no form for the record.
 */
export function recordJson(record: PlainRecord, nested: ReadonlySet<string>): string {
  const flat = jsonText(record);
  const text =
    flat === undefined || nested.size === 0 ? flat : (nestedText(flat, record, nested) ?? inFull(record, nested));
  if (text === undefined) throw new TypeError('JSON has no form for the record');
  return text;
}

const inFull = (record: PlainRecord, nested: ReadonlySet<string>): string | undefined => jsonText(nest(record, nested));

/** The text with its names nested; undefined where that would take a look at more than names and simple values. */
function nestedText(flat: string, record: PlainRecord, nested: ReadonlySet<string>): string | undefined {
  if (typeof record.toJSON === 'function') return undefined;
  let text = flat;
  for (const { name, root, key, opening, closing, shared } of describe(nested)) {
    const value = record[name];
    if (value === undefined) continue;
    if (shared || Object.hasOwn(record, root) || typeof value === 'object' || !Object.hasOwn(record, name))
      return undefined;
    const length = jsonText(value)?.length;
    // Names that nest come last most often.
    const at = text.lastIndexOf(key);
    if (length === undefined || at < 0 || !isMember(text, at, key)) return undefined;
    const start = at + key.length;
    const end = start + length;
    text = `${text.slice(0, at)}${opening}${text.slice(start, end)}${closing}${text.slice(end)}`;
  }
  return text;
}

/**
 * Whether it is the record's own name that stands there, and not the same one in an object within, or the end of a longer
 * one that has quotes. Without a second brace there is no object within.
 */
function isMember(text: string, at: number, key: string): boolean {
  const before = text[at - 1];
  return (before === '{' || before === ',') && (!text.includes('{', 1) || text.indexOf(key) === at);
}

function describe(nested: ReadonlySet<string>): readonly Nested[] {
  let all = described.get(nested);
  if (all === undefined) {
    const names = [...nested].map((name) => ({ name, path: name.split('.') }));
    const roots = names.map(({ path: [root = ''] }) => root);
    all = names.map(({ name, path }, i): Nested => {
      const root = roots[i] ?? '';
      const parts = path.map((part) => `${JSON.stringify(part)}:`);
      return {
        ...{
          name,
          root,
          key: `${JSON.stringify(name)}:`,
          opening: parts.join('{'),
          closing: '}'.repeat(parts.length - 1),
        },
        shared: roots.indexOf(root) !== roots.lastIndexOf(root),
      };
    });
    described.set(nested, all);
  }
  return all;
}
