import type { Column, ColumnSource, Computation, EmptyCells, JsonValue } from './column.ts';
import { ConfigError } from './errors.ts';
import { checkedPath, checkNesting } from './nesting.ts';
import { timeOf, type TimeColumn } from './time.ts';

/** New names by old ones. */
export type Names = Readonly<Record<string, string>>;

/** The new name of `old`, where it gets one; `constructor` is a name like any other. */
export function newName(names: Names, old: string): string | undefined {
  return Object.hasOwn(names, old) ? names[old] : undefined;
}

/** The time column under its new name. */
export function renamedTime(time: TimeColumn | undefined, names: Names): TimeColumn | undefined {
  if (time === undefined) return undefined;
  const renamed = { ...time, name: newName(names, time.name) ?? time.name };
  return time.second === undefined ? renamed : { ...renamed, second: newName(names, time.second) ?? time.second };
}

/** The time column, unless one of its columns is gone. */
export function lostTime(time: TimeColumn | undefined, gone: (name: string) => boolean): TimeColumn | undefined {
  if (time === undefined || gone(time.name)) return undefined;
  return time.second !== undefined && gone(time.second) ? undefined : time;
}

export function mustHaveTime(time: TimeColumn | undefined): TimeColumn {
  if (time === undefined) throw new ConfigError(['timestamp: the records have no time column']);
  return time;
}

/** Columns to compute, by their names. */
export type Computations = Readonly<Record<string, Computation>>;

/**
 * The columns of a batch: their names, their order and where their values come from. A dot in a name given here nests
 * it in the JSON (`event.id`). Every verb returns another schema and costs the same for any number of rows. It throws
 * ConfigError for a name that is unknown or taken, and where a leaf and a node would clash.
 */
export interface Schema {
  /** The column that holds the time of the record, as the format says; undefined when it is gone. */
  readonly time: TimeColumn | undefined;
  /** The name of the format that the records were read by, where it is known; `none` where the object held no log. */
  readonly format: string | undefined;
  /** Constants and event ids: what rejects are given too. */
  readonly labels: readonly Column[];
  /** Renames all at once, so that names can be swapped. */
  rename(names: Names): Schema;
  /** Gives the time column this name, and makes its values ISO 8601 in UTC. Throws ConfigError where there is none. */
  timestamp(name: string): Schema;
  omit(names: readonly string[]): Schema;
  /** Keeps these columns, in the order they have. */
  pick(names: readonly string[]): Schema;
  /** Adds constants, or replaces columns by them. */
  set(constants: Readonly<Record<string, JsonValue>>): Schema;
  /**
   * Adds columns computed from other ones, or replaces columns by them. All see the columns as they were before; no row
   * is looked at before somebody needs the column.
   */
  compute(columns: Computations): Schema;
  /** Adds the event id, or replaces a column by it. */
  eventId(name: string): Schema;
}

/** The schema of packed rows: every column is known. */
export class PackedSchema implements Schema {
  /** Batches of one flow ask the same again and again; what is compiled for a schema should serve them all. */
  readonly #derivedSchemas = new Map<string, PackedSchema>();

  readonly columns: readonly Column[];
  readonly empty: EmptyCells;
  readonly time: TimeColumn | undefined;
  readonly format: string | undefined;

  constructor(columns: readonly Column[], empty: EmptyCells, time?: TimeColumn, format?: string) {
    this.columns = columns;
    this.empty = empty;
    this.time = time;
    this.format = format;
    const twice = columns.find((column, i) => columns.findIndex(({ name }) => name === column.name) !== i);
    if (twice !== undefined) throw new ConfigError([`the name \`${twice.name}\` would stand for two columns`]);
    checkNesting(columns);
  }

  get labels(): readonly Column[] {
    return this.columns.filter(({ source }) => source.kind === 'constant' || source.kind === 'eventId');
  }

  rename(names: Names): PackedSchema {
    this.#mustKnow(Object.keys(names), 'rename');
    const columns = this.columns.map((column) => {
      const name = newName(names, column.name);
      return name === undefined ? column : { name, path: checkedPath(name), source: column.source };
    });
    return this.#but(columns, renamedTime(this.time, names));
  }

  timestamp(name: string): PackedSchema {
    const time = mustHaveTime(this.time);
    if (time.style === 'iso') return time.name === name ? this : this.rename({ [time.name]: name });
    const made = this.compute({ [time.name]: timeOf(time) });
    const single = time.second === undefined ? made : made.omit([time.second]);
    return single.#but(single.columns, { name: time.name, style: 'iso' }).timestamp(name);
  }

  omit(names: readonly string[]): PackedSchema {
    this.#mustKnow(names, 'omit');
    return this.#keeping((name) => !names.includes(name));
  }

  pick(names: readonly string[]): PackedSchema {
    this.#mustKnow(names, 'pick');
    return this.#keeping((name) => names.includes(name));
  }

  set(constants: Readonly<Record<string, JsonValue>>): PackedSchema {
    return this.#with(Object.entries(constants).map(([name, value]) => [name, { kind: 'constant', value }]));
  }

  compute(columns: Computations): PackedSchema {
    const sources = new Map(this.columns.map(({ name, source }) => [name, source]));
    this.#mustKnow([...new Set(Object.values(columns).flatMap(({ from }) => from))], 'compute');
    const added = Object.entries(columns).map(([name, { from, compute }]): [string, ColumnSource] => {
      const read = from.flatMap((other) => sources.get(other) ?? []);
      return [name, { kind: 'computed', from: read, compute }];
    });
    return this.#with(added);
  }

  eventId(name: string): PackedSchema {
    return this.#with([[name, { kind: 'eventId' }]]);
  }

  /** Adds derived columns, or replaces columns by them; their values stand from `index` on in a batch's `derived`. */
  derive(names: readonly string[], index: number): PackedSchema {
    const call = JSON.stringify([names, index]);
    const known = this.#derivedSchemas.get(call);
    if (known !== undefined) return known;
    const schema = this.#with(names.map((name, i) => [name, { kind: 'derived', index: index + i }]));
    this.#derivedSchemas.set(call, schema);
    return schema;
  }

  /** Adds columns at the end, or replaces those of the same name where they stand. */
  #with(added: readonly (readonly [string, ColumnSource])[]): PackedSchema {
    const columns = [...this.columns];
    for (const [name, source] of added) {
      const column = { name, path: checkedPath(name), source };
      const place = columns.findIndex((other) => other.name === name);
      columns.splice(place < 0 ? columns.length : place, 1, column);
    }
    return this.#but(
      columns,
      lostTime(this.time, (time) => added.some(([name]) => name === time)),
    );
  }

  #keeping(keep: (name: string) => boolean): PackedSchema {
    return this.#but(
      this.columns.filter(({ name }) => keep(name)),
      lostTime(this.time, (name) => !keep(name)),
    );
  }

  #but(columns: readonly Column[], time: TimeColumn | undefined): PackedSchema {
    return new PackedSchema(columns, this.empty, time, this.format);
  }

  #mustKnow(names: readonly string[], verb: string): void {
    const known = this.columns.map(({ name }) => name);
    const problems = names
      .filter((name) => !known.includes(name))
      .map((name) => `${verb}: there is no column \`${name}\`; there are ${known.join(', ')}`);
    if (problems.length > 0) throw new ConfigError(problems);
  }
}
