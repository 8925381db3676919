import type { Column, JsonValue } from './column.ts';
import { checkedPath } from './nesting.ts';
import { RejectRecord } from './records.ts';
import { lostTime, mustHaveTime, newName, renamedTime, type Names, type PackedSchema, type Schema } from './schema.ts';
import { isoTime, type TimeColumn } from './time.ts';

/** A record in its plain form, keys as the flow calls them. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** One edit of one object. Throws RejectRecord where the object cannot take it. */
type Edit = (record: PlainRecord, eventId: string | undefined) => PlainRecord;

/**
 * The schema of plain objects, whose names only each object knows: edits are kept, and applied to an object when
 * somebody needs it. What can't be checked before, such as a name that is taken, rejects the object then.
 */
export class OpenSchema implements Schema {
  readonly time: TimeColumn | undefined;
  readonly labels: readonly Column[];
  /** Names with dots that nest in the JSON; other keys with dots came from data and are literal. */
  readonly nested: ReadonlySet<string>;
  /** Edits that the objects of a batch with this schema have yet to go through. */
  readonly pending: readonly Edit[];

  private constructor(
    time: TimeColumn | undefined,
    labels: readonly Column[],
    nested: ReadonlySet<string>,
    pending: readonly Edit[],
  ) {
    this.time = time;
    this.labels = labels;
    this.nested = nested;
    this.pending = pending;
  }

  /** For objects made elsewhere, such as JSON lines. */
  static of(time?: TimeColumn): OpenSchema {
    return new OpenSchema(time, [], new Set(), []);
  }

  /** For objects materialised from packed rows. */
  static from(schema: PackedSchema): OpenSchema {
    const nested = schema.columns.filter(({ path }) => path.length > 1).map(({ name }) => name);
    return new OpenSchema(schema.time, schema.labels, new Set(nested), []);
  }

  /** The schema of objects that have gone through the edits. */
  settled(): OpenSchema {
    return this.pending.length === 0 ? this : new OpenSchema(this.time, this.labels, this.nested, []);
  }

  /** For columns that a callback adds: their dots nest. */
  nesting(names: readonly string[]): OpenSchema {
    const labels = this.labels.filter(({ name }) => !names.includes(name));
    const time = lostTime(this.time, (name) => names.includes(name));
    return new OpenSchema(time, labels, this.#withNested(names), this.pending);
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
    return new OpenSchema(time, labels, nested, [...this.pending, (record) => renamed(record, names)]);
  }

  timestamp(name: string): OpenSchema {
    const time = mustHaveTime(this.time);
    if (time.style === 'iso') return time.name === name ? this : this.rename({ [time.name]: name });
    const edited = (record: PlainRecord): PlainRecord => timed(record, time);
    const pending = [...this.pending, edited];
    return new OpenSchema({ name: time.name, style: 'iso' }, this.labels, this.nested, pending).timestamp(name);
  }

  omit(names: readonly string[]): OpenSchema {
    return this.#keeping((name) => !names.includes(name));
  }

  pick(names: readonly string[]): OpenSchema {
    return this.#keeping((name) => names.includes(name));
  }

  set(constants: Readonly<Record<string, JsonValue>>): OpenSchema {
    const added = Object.entries(constants).map(([name, value]): Column => {
      return { name, path: checkedPath(name), source: { kind: 'constant', value } };
    });
    return this.#labelled(added, (record) => ({ ...record, ...constants }));
  }

  eventId(name: string): OpenSchema {
    const label: Column = { name, path: checkedPath(name), source: { kind: 'eventId' } };
    return this.#labelled([label], (record, id) => ({ ...record, [name]: id }));
  }

  #keeping(keep: (name: string) => boolean): OpenSchema {
    const kept: Edit = (record) => Object.fromEntries(Object.entries(record).filter(([name]) => keep(name)));
    const labels = this.labels.filter(({ name }) => keep(name));
    const time = lostTime(this.time, (name) => !keep(name));
    return new OpenSchema(time, labels, this.nested, [...this.pending, kept]);
  }

  #labelled(added: readonly Column[], edit: Edit): OpenSchema {
    const names = added.map(({ name }) => name);
    const labels = [...this.labels.filter(({ name }) => !names.includes(name)), ...added];
    const time = lostTime(this.time, (name) => names.includes(name));
    return new OpenSchema(time, labels, this.#withNested(names), [...this.pending, edit]);
  }

  #withNested(names: readonly string[]): ReadonlySet<string> {
    return new Set([...this.nested, ...dotted(names)]);
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

/** The record with its time made ISO 8601, under the name it has; the column of a time of day goes. */
function timed(record: PlainRecord, { name, second = '', style }: TimeColumn): PlainRecord {
  const { [second]: timeOfDay, ...rest } = record;
  const written = rest[name];
  const text = typeof written === 'number' ? String(written) : written;
  if (typeof text !== 'string') return rest;
  return { ...rest, [name]: isoTime(style, text, typeof timeOfDay === 'string' ? timeOfDay : undefined) };
}
