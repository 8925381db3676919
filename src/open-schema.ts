import { cellValue, type Column, type JsonValue } from './column.ts';
import { ConfigError } from './errors.ts';
import { checkedPath } from './nesting.ts';
import { RejectRecord } from './records.ts';
import {
  lostTime,
  mustHaveTime,
  newName,
  renamedTime,
  type Computations,
  type Names,
  type PackedSchema,
  type Schema,
} from './schema.ts';
import { timeOf, type TimeColumn } from './time.ts';

/** A record in its plain form, keys as the flow calls them. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** Throws TypeError for what is no object. */
export function asRecord(value: unknown): PlainRecord {
  if (isRecord(value)) return value;
  throw new TypeError(`expected an object, got ${value === null ? 'null' : typeof value}`);
}

function isRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null;
}

/** One edit of a schema, as it is for an object and as it is for packed rows. */
interface Edit {
  /** Throws RejectRecord where the object cannot take it. */
  object(record: PlainRecord, eventId: string | undefined): PlainRecord;
  /** Throws ConfigError where the columns cannot. */
  rows(schema: PackedSchema): PackedSchema;
}

/** What an open schema knows. */
interface Known {
  readonly time: TimeColumn | undefined;
  readonly format: string | undefined;
  readonly labels: readonly Column[];
  /** Names with dots that nest in the JSON; other keys with dots came from data and are literal. */
  readonly nested: ReadonlySet<string>;
  /** Edits that the objects of a batch with this schema have yet to go through. */
  readonly pending: readonly Edit[];
  /** What `nested` is for objects that have gone through none of them. */
  readonly nestedBefore: ReadonlySet<string>;
}

const opened = new WeakMap<PackedSchema, OpenSchema>();

/**
 * The schema of plain objects, whose names only each object knows: edits are kept, and applied to an object when
 * somebody needs it. What can't be checked before, such as a name that is taken, rejects the object then.
 */
export class OpenSchema implements Schema, Known {
  readonly time: TimeColumn | undefined;
  readonly format: string | undefined;
  readonly labels: readonly Column[];
  readonly nested: ReadonlySet<string>;
  readonly pending: readonly Edit[];
  readonly nestedBefore: ReadonlySet<string>;

  readonly #applied = new WeakMap<PackedSchema, { readonly schema: PackedSchema | undefined }>();

  private constructor({ time, format, labels, nested, pending, nestedBefore }: Known) {
    this.time = time;
    this.format = format;
    this.labels = labels;
    this.nested = nested;
    this.pending = pending;
    this.nestedBefore = nestedBefore;
  }

  /** For objects made elsewhere, such as JSON lines. */
  static of(time?: TimeColumn, format?: string): OpenSchema {
    return new OpenSchema({ time, format, labels: [], nested: new Set(), pending: [], nestedBefore: new Set() });
  }

  /** For objects materialised from packed rows. */
  static from(schema: PackedSchema): OpenSchema {
    let open = opened.get(schema);
    if (open === undefined) {
      const { columns, time, format, labels } = schema;
      const nested = new Set(columns.filter(({ path }) => path.length > 1).map(({ name }) => name));
      open = new OpenSchema({ time, format, labels, nested, pending: [], nestedBefore: nested });
      opened.set(schema, open);
    }
    return open;
  }

  /** The schema of objects that have gone through the edits. */
  settled(): OpenSchema {
    return this.pending.length === 0 ? this : this.#but({ pending: [], nestedBefore: this.nested });
  }

  /** The edits, applied to the schema of rows; undefined: its columns cannot take one. */
  appliedTo(schema: PackedSchema): PackedSchema | undefined {
    const known = this.#applied.get(schema);
    if (known !== undefined) return known.schema;
    const applied = { schema: this.#attempt(schema) };
    this.#applied.set(schema, applied);
    return applied.schema;
  }

  #attempt(schema: PackedSchema): PackedSchema | undefined {
    try {
      return this.pending.reduce((edited, edit) => edit.rows(edited), schema);
    } catch (thrown) {
      // What a column cannot take, one of the objects may: each is asked by itself then.
      if (thrown instanceof ConfigError) return undefined;
      throw thrown;
    }
  }

  /** For columns that a callback adds: their dots nest. */
  nesting(names: readonly string[]): OpenSchema {
    const schema = this.#replacing(names, []);
    return schema.pending.length === 0 ? schema.#but({ nestedBefore: schema.nested }) : schema;
  }

  rename(names: Names): OpenSchema {
    Object.values(names).forEach(checkedPath);
    const labels = this.labels.map((label) => {
      const name = newName(names, label.name);
      return name === undefined ? label : { ...label, name, path: checkedPath(name) };
    });
    const kept = [...this.nested].filter((old) => newName(names, old) === undefined);
    const nested = new Set([...kept, ...dotted(Object.values(names))]);
    const time = renamedTime(this.time, names);
    return this.#but({ time, labels, nested }).#edited({
      object: (record) => renamed(record, names),
      rows: (schema) => schema.rename(names),
    });
  }

  timestamp(name: string): OpenSchema {
    const time = mustHaveTime(this.time);
    if (time.style === 'iso') return time.name === name ? this : this.rename({ [time.name]: name });
    const made = this.compute({ [time.name]: timeOf(time) });
    const single = time.second === undefined ? made : made.omit([time.second]);
    return single.#but({ time: { name: time.name, style: 'iso' } }).timestamp(name);
  }

  omit(names: readonly string[]): OpenSchema {
    return this.#keeping(
      (name) => !names.includes(name),
      (schema) => schema.omit(names),
    );
  }

  pick(names: readonly string[]): OpenSchema {
    return this.#keeping(
      (name) => names.includes(name),
      (schema) => schema.pick(names),
    );
  }

  set(constants: Readonly<Record<string, JsonValue>>): OpenSchema {
    const added = Object.entries(constants).map(([name, value]): Column => {
      return { name, path: checkedPath(name), source: { kind: 'constant', value } };
    });
    return this.#replacing(Object.keys(constants), added).#edited({
      object: (record) => ({ ...record, ...constants }),
      rows: (schema) => schema.set(constants),
    });
  }

  compute(columns: Computations): OpenSchema {
    const entries = Object.entries(columns);
    const object: Edit['object'] = (record) => {
      const result: Record<string, unknown> = { ...record };
      for (const [name, { from, compute }] of entries) {
        result[name] = compute(...from.map((other) => cellValue(record[other])));
      }
      return result;
    };
    return this.#replacing(Object.keys(columns), []).#edited({ object, rows: (schema) => schema.compute(columns) });
  }

  eventId(name: string): OpenSchema {
    const label: Column = { name, path: checkedPath(name), source: { kind: 'eventId' } };
    return this.#replacing([name], [label]).#edited({
      object: (record, id) => ({ ...record, [name]: id }),
      rows: (schema) => schema.eventId(name),
    });
  }

  #keeping(keep: (name: string) => boolean, rows: Edit['rows']): OpenSchema {
    const labels = this.labels.filter(({ name }) => keep(name));
    const time = lostTime(this.time, (name) => !keep(name));
    return this.#but({ labels, time }).#edited({
      object: (record) => Object.fromEntries(Object.entries(record).filter(([name]) => keep(name))),
      rows,
    });
  }

  /** Columns of these names take the place of what was there; the labels among them. */
  #replacing(names: readonly string[], added: readonly Column[]): OpenSchema {
    return this.#but({
      time: lostTime(this.time, (name) => names.includes(name)),
      labels: [...this.labels.filter(({ name }) => !names.includes(name)), ...added],
      nested: new Set([...this.nested, ...dotted(names)]),
    });
  }

  #edited(edit: Edit): OpenSchema {
    return this.#but({ pending: [...this.pending, edit] });
  }

  #but(changes: Partial<Known>): OpenSchema {
    const { time, format, labels, nested, pending, nestedBefore } = this;
    return new OpenSchema({ time, format, labels, nested, pending, nestedBefore, ...changes });
  }
}

const dotted = (names: readonly string[]): readonly string[] => names.filter((name) => checkedPath(name).length > 1);

function renamed(record: PlainRecord, names: Names): PlainRecord {
  const result = new Map<string, unknown>();
  for (const [name, value] of Object.entries(record)) {
    const target = newName(names, name) ?? name;
    if (value === undefined && result.has(target)) continue;
    if (result.get(target) !== undefined) throw new RejectRecord(`rename: the record has \`${target}\` already`);
    result.set(target, value);
  }
  return Object.fromEntries(result);
}
