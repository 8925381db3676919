import { cellValue, type Column, type JsonValue } from './column.ts';
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

/** One edit of one object. Throws RejectRecord where the object cannot take it. */
type Edit = (record: PlainRecord, eventId: string | undefined) => PlainRecord;

/** What an open schema knows. */
interface Known {
  readonly time: TimeColumn | undefined;
  readonly format: string | undefined;
  readonly labels: readonly Column[];
  /** Names with dots that nest in the JSON; other keys with dots came from data and are literal. */
  readonly nested: ReadonlySet<string>;
  /** Edits that the objects of a batch with this schema have yet to go through. */
  readonly pending: readonly Edit[];
}

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

  private constructor({ time, format, labels, nested, pending }: Known) {
    this.time = time;
    this.format = format;
    this.labels = labels;
    this.nested = nested;
    this.pending = pending;
  }

  /** For objects made elsewhere, such as JSON lines. */
  static of(time?: TimeColumn, format?: string): OpenSchema {
    return new OpenSchema({ time, format, labels: [], nested: new Set(), pending: [] });
  }

  /** For objects materialised from packed rows. */
  static from({ columns, time, format, labels }: PackedSchema): OpenSchema {
    const nested = columns.filter(({ path }) => path.length > 1).map(({ name }) => name);
    return new OpenSchema({ time, format, labels, nested: new Set(nested), pending: [] });
  }

  /** The schema of objects that have gone through the edits. */
  settled(): OpenSchema {
    return this.pending.length === 0 ? this : this.#but({ pending: [] });
  }

  /** For columns that a callback adds: their dots nest. */
  nesting(names: readonly string[]): OpenSchema {
    return this.#replacing(names, []);
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
    return this.#but({ time, labels, nested }).#edited((record) => renamed(record, names));
  }

  timestamp(name: string): OpenSchema {
    const time = mustHaveTime(this.time);
    if (time.style === 'iso') return time.name === name ? this : this.rename({ [time.name]: name });
    const made = this.compute({ [time.name]: timeOf(time) });
    const single = time.second === undefined ? made : made.omit([time.second]);
    return single.#but({ time: { name: time.name, style: 'iso' } }).timestamp(name);
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
    return this.#replacing(Object.keys(constants), added).#edited((record) => ({ ...record, ...constants }));
  }

  compute(columns: Computations): OpenSchema {
    const entries = Object.entries(columns);
    return this.nesting(Object.keys(columns)).#edited((record) => {
      const result: Record<string, unknown> = { ...record };
      for (const [name, { from, compute }] of entries) {
        result[name] = compute(...from.map((other) => cellValue(record[other])));
      }
      return result;
    });
  }

  eventId(name: string): OpenSchema {
    const label: Column = { name, path: checkedPath(name), source: { kind: 'eventId' } };
    return this.#replacing([name], [label]).#edited((record, id) => ({ ...record, [name]: id }));
  }

  #keeping(keep: (name: string) => boolean): OpenSchema {
    const labels = this.labels.filter(({ name }) => keep(name));
    const time = lostTime(this.time, (name) => !keep(name));
    return this.#but({ labels, time }).#edited((record) =>
      Object.fromEntries(Object.entries(record).filter(([name]) => keep(name))),
    );
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
    const { time, format, labels, nested, pending } = this;
    return new OpenSchema({ time, format, labels, nested, pending, ...changes });
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
