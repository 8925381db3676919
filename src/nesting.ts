import type { Column } from './column.ts';
import { ConfigError } from './errors.ts';

/** Splits a name that a flow's author gave at its dots. Throws ConfigError for a name that cannot be one. */
export function checkedPath(name: string): readonly string[] {
  const path = name.split('.');
  if (path.includes('')) throw new ConfigError([`the name \`${name}\` has an empty part`]);
  if (path.includes('__proto__')) throw new ConfigError(['a column cannot be called `__proto__`']);
  return path;
}

/** Throws ConfigError where one column is a value and another wants to nest inside of it. */
export function checkNesting(columns: readonly Pick<Column, 'name' | 'path'>[]): void {
  const leaves = new Map(columns.map(({ name, path }) => [JSON.stringify(path), name]));
  const problems = columns.flatMap(({ name, path }) =>
    path.slice(1).flatMap((_, depth) => {
      const leaf = leaves.get(JSON.stringify(path.slice(0, depth + 1)));
      return leaf === undefined ? [] : [`\`${name}\` would nest inside of \`${leaf}\`, which is a value`];
    }),
  );
  if (leaves.size < columns.length) {
    problems.push('two columns would stand in the same place: one name has a dot, the other nests there');
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

/**
 * A copy of a record in which the names of `nested` stand where their dots say. A name whose way is barred by a value
 * stays as it is, dots and all: nothing is lost.
 */
export function nest(record: Readonly<Record<string, unknown>>, nested: ReadonlySet<string>): Record<string, unknown> {
  // Without a prototype, a key `__proto__` from data is a key like any other.
  const result = bare();
  const made = new Set<unknown>();
  for (const [name, value] of Object.entries(record)) {
    if (!nested.has(name) || !isMember(value) || !place(result, made, name.split('.'), value)) result[name] = value;
  }
  return result;
}

function place(root: Record<string, unknown>, made: Set<unknown>, path: readonly string[], value: unknown): boolean {
  let node = root;
  for (const name of path.slice(0, -1)) {
    const next = node[name];
    if (isNode(next) && made.has(next)) {
      node = next;
    } else if (next === undefined) {
      const inner = bare();
      made.add(inner);
      node[name] = inner;
      node = inner;
    } else return false;
  }
  const leaf = path[path.length - 1] ?? '';
  if (node[leaf] !== undefined) return false;
  node[leaf] = value;
  return true;
}

/** What JSON leaves out of an object makes no node. */
const isMember = (value: unknown): boolean => !['undefined', 'function', 'symbol'].includes(typeof value);

const bare = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
