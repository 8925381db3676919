import type { Column } from './column.ts';
import { PackedSchema } from './schema.ts';

/** Objects that were made of packed rows, and what they were made of. */
export interface Remade {
  readonly schema: PackedSchema;
  /** The values that the rows had, by row number and column. */
  readonly values: readonly unknown[];
  readonly objects: readonly unknown[];
  /** For each object, the number of the row it was made of. */
  readonly rows: readonly number[];
  /** The names of the objects whose dots nest. */
  readonly nested: ReadonlySet<string>;
}

/** The rows under another schema, and the values of its derived columns, by row number. */
export interface Repacked {
  readonly schema: PackedSchema;
  readonly derived: readonly (readonly unknown[])[];
}

/** Which columns are as they were in every object, and what the objects have behind them, in order. */
interface Differences {
  readonly same: readonly boolean[];
  readonly added: readonly string[];
}

type Bare = Readonly<Record<string, unknown>>;

/** With more names than this that a callback added, the objects are no rows with a few columns more. */
const MOST_ADDED = 64;

/**
 * Objects as the rows they were made of, with what is different as derived columns. What a callback left as it was, and most
 * of it is, costs next to nothing then, and numbers keep their digits. Undefined where the objects are not their rows
 * with changes: other names first, another order, a prototype of their own.
 */
export function repack(remade: Remade): Repacked | undefined {
  const { schema, objects, rows, nested } = remade;
  if (Object.keys(Object.prototype).length > 0 || !objects.every(isBare)) return undefined;
  const differences = differencesOf(remade, objects);
  if (differences === undefined || !isPlaced(schema, differences, nested)) return undefined;
  const made = schemaOf(schema, differences);
  const late = made.columns.filter(({ source }) => source.kind === 'derived');
  const derived = late.map(({ name }) => {
    const values: unknown[] = [];
    objects.forEach((object, i) => (values[rows[i] ?? 0] = object[name]));
    return values;
  });
  return { schema: made, derived };
}

/** Whether nothing of it is inherited, and it has no say in its JSON. */
function isBare(object: unknown): object is Bare {
  if (typeof object !== 'object' || object === null || 'toJSON' in object) return false;
  return Object.getPrototypeOf(object) === Object.prototype;
}

/** Looks at every value once; undefined: the names come in another order, or nothing is as it was. */
function differencesOf({ schema, values, rows }: Remade, objects: readonly Bare[]): Differences | undefined {
  const names = schema.columns.map(({ name }) => name);
  const width = names.length;
  const same = schema.columns.map(isInBytes);
  const added: string[] = [];
  for (let i = 0; i < objects.length; i += 1) {
    const object = objects[i];
    const first = (rows[i] ?? 0) * width;
    let place = 0;
    let next = 0;
    for (const name in object) {
      for (; place < width && names[place] !== name; place += 1) {
        if (values[first + place] !== undefined) same[place] = false;
      }
      if (place < width) {
        if (object[name] !== values[first + place]) same[place] = false;
        place += 1;
        continue;
      }
      while (next < added.length && added[next] !== name) next += 1;
      if (next === added.length) {
        if (names.includes(name) || added.includes(name) || next === MOST_ADDED) return undefined;
        added.push(name);
      }
      next += 1;
    }
    for (; place < width; place += 1) if (values[first + place] !== undefined) same[place] = false;
  }
  return same.includes(true) ? { same, added } : undefined;
}

/** Whether the kernel can write a column without being told its text. Lists are the one value that callbacks can change in place. */
function isInBytes({ source }: Column): boolean {
  if (source.kind === 'cell') return source.list === undefined;
  return source.kind === 'constant' || source.kind === 'eventId';
}

/** Whether names nest in the objects just where they do in the columns, and what was added stands beside them. */
function isPlaced({ columns }: PackedSchema, { added }: Differences, nested: ReadonlySet<string>): boolean {
  const roots = columns.map(({ path: [root] }) => root);
  const alike = columns.every(({ name, path }) => path.length > 1 === nested.has(name));
  return alike && !added.some((name) => nested.has(name) || roots.includes(name));
}

const schemas = new WeakMap<PackedSchema, Map<string, PackedSchema>>();

/** Batches of one run differ from their rows in the same way: what is compiled for a schema should serve them all. */
function schemaOf(schema: PackedSchema, differences: Differences): PackedSchema {
  const known = schemas.get(schema) ?? new Map<string, PackedSchema>();
  schemas.set(schema, known);
  const key = JSON.stringify(differences);
  let made = known.get(key);
  if (made === undefined) {
    made = new PackedSchema(columnsOf(schema, differences), schema.empty, schema.time, schema.format);
    if (known.size < MOST_ADDED) known.set(key, made);
  }
  return made;
}

function columnsOf({ columns }: PackedSchema, { same, added }: Differences): readonly Column[] {
  let derived = 0;
  const kept = columns.map((column, i): Column => {
    return same[i] === true ? column : { ...column, source: { kind: 'derived', index: derived++ } };
  });
  const others = added.map((name): Column => ({ name, path: [name], source: { kind: 'derived', index: derived++ } }));
  return [...kept, ...others];
}
