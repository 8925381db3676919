import { jsonText } from './json.ts';
import { kernel, takeBack, type Lease } from './kernel/index.ts';
import { lateColumns, planOf, type Plan } from './kernel/plan.ts';
import { OpenSchema } from './open-schema.ts';
import { eventIdPrefix, type Origin } from './origin.ts';
import { objectsOf } from './objects.ts';
import { placesOf } from './places.ts';
import { PlainRecords, type Mark, type Remade } from './plain.ts';
import {
  asError,
  mergeRejects,
  type Batch,
  type Derivations,
  type Encoded,
  type Place,
  type Records,
  type Reject,
} from './records.ts';
import { repack } from './repack.ts';
import { rejectJson, rejectText } from './reject.ts';
import { moveTo, readerOf, viewOf, type CellSource } from './row.ts';
import { PackedSchema, type Schema } from './schema.ts';

/** What a batch of packed rows is made of. */
export interface Packed extends Batch, CellSource {
  readonly schema: PackedSchema;
  /** Numbers of the rows that are left, ascending. */
  readonly selection: Int32Array;
  /** JSON texts of the late columns, derived and computed ones, by row, once the batch is sealed. */
  readonly texts?: readonly (readonly (string | undefined)[])[] | undefined;
  /** What `bytes` and `cells` stand in, where that can be given back. */
  readonly lease?: Lease | undefined;
}

const plans = new WeakMap<PackedSchema, Plan>();

/** Records as bytes, a table of their cells, and a schema: see Records for what each verb does. */
export class PackedRecords<R = unknown> implements Records<R> {
  declare readonly record?: R;
  readonly form = 'packed';
  readonly origin: Origin;
  readonly start: number;
  readonly end: number;
  readonly rejects: readonly Reject[];
  readonly skipped: number;
  readonly schema: PackedSchema;

  readonly #parts: Packed;

  constructor(parts: Packed) {
    this.#parts = parts;
    this.origin = parts.origin;
    this.start = parts.start;
    this.end = parts.end;
    this.rejects = parts.rejects;
    this.skipped = parts.skipped;
    this.schema = parts.schema;
  }

  get length(): number {
    return this.#parts.selection.length;
  }

  withSchema(schema: Schema): PackedRecords {
    if (!(schema instanceof PackedSchema)) throw new TypeError('packed rows need a schema whose columns are known');
    return new PackedRecords({ ...this.#parts, schema, texts: undefined });
  }

  withRejects(rejects: readonly Reject[]): PackedRecords<R> {
    return new PackedRecords<R>({ ...this.#parts, rejects });
  }

  filter(keep: (row: R) => boolean, stage: string): PackedRecords<R> {
    const view = this.#view();
    return this.#kept(stage, (row) => keep(view(row)));
  }

  derive(columns: Derivations<R>, stage: string): PackedRecords {
    const view = this.#view();
    const derivations = Object.values(columns);
    const values = derivations.map(() => this.#column<unknown>());
    const kept = this.#kept(stage, (row) => {
      const seen = view(row);
      for (let i = 0; i < derivations.length; i += 1) (values[i] ?? [])[row] = derivations[i]?.(seen);
      return true;
    });
    const schema = this.schema.derive(Object.keys(columns), this.#parts.derived.length);
    return new PackedRecords({
      ...kept.#parts,
      schema,
      derived: [...this.#parts.derived, ...values],
      texts: undefined,
    });
  }

  materialise(): PlainRecords<R> {
    const { objects, values } = objectsOf<R>(this.schema, this.#parts, this.#parts.selection);
    const marks = Array.from(this.#parts.selection, (row): Mark => {
      const { from, to } = this.#line(row);
      return { offset: this.start + from, ordinal: '', from, to, row };
    });
    const { origin, start, end, rejects, skipped, bytes, lease } = this.#parts;
    const schema = OpenSchema.from(this.schema);
    const parts = { origin, start, end, rejects, skipped, bytes, lease, schema, objects, marks };
    return new PlainRecords<R>({ ...parts, repack: (plain) => this.#repacked(plain, values) });
  }

  /** Objects that were made of these rows as rows again, with what was done to them, where that can be. */
  #repacked({ objects, marks, rejects, schema }: Remade, values: readonly unknown[]): PackedRecords<never> | undefined {
    const rows = marks.flatMap(({ row, ordinal }) => (row === undefined || ordinal !== '' ? [] : row));
    if (rows.length < marks.length) return undefined;
    const repacked = repack({ schema: this.schema, values, objects, rows, nested: schema.nestedBefore });
    const edited = repacked && schema.appliedTo(repacked.schema);
    if (edited === undefined || edited.time?.name !== schema.time?.name) return undefined;
    // Rejects are given the labels that the objects' schema has, whatever a callback made of those fields.
    if (edited.labels.length !== schema.labels.length) return undefined;
    const selection = Int32Array.from(rows);
    return new PackedRecords<never>({
      ...this.#parts,
      ...repacked,
      schema: edited,
      selection,
      rejects,
      texts: undefined,
    });
  }

  seal(): PackedRecords<R> {
    if (this.#parts.texts !== undefined) return this;
    const late = lateColumns(this.schema.columns);
    if (late.length === 0) return this;
    const readers = late.map((column) => readerOf(column.source, this.schema.empty));
    const texts = late.map(() => this.#column<string | undefined>());
    const write = (row: number): void => {
      for (let i = 0; i < readers.length; i += 1) (texts[i] ?? [])[row] = jsonText(readers[i]?.(this.#parts, row));
    };
    try {
      for (const row of this.#parts.selection) write(row);
      return new PackedRecords<R>({ ...this.#parts, texts });
    } catch {
      // Which rows JSON cannot hold, and why, is found out row by row.
    }
    const kept = this.#kept('encode', (row) => {
      write(row);
      return true;
    });
    return new PackedRecords<R>({ ...kept.#parts, texts });
  }

  encode(): Encoded {
    const { texts, selection, rejects, origin, schema, bytes, cells, dirty, stride, start } = this.seal().#parts;
    let plan = plans.get(schema);
    if (plan === undefined) plans.set(schema, (plan = planOf(schema.columns, schema.empty)));
    const idPrefix = eventIdPrefix(origin);
    const rows = { bytes, cells, dirty, stride, selection, late: texts ?? [], offset: start, idPrefix };
    const labels = rejects.length === 0 ? [] : schema.labels;
    const inserts = rejects.map((reject) => {
      return { position: reject.offset - start, json: rejectJson(reject, labels, origin) };
    });
    const json = kernel.encode(rows, plan, inserts);
    return { bytes: json, records: selection.length, rejects: rejects.length, release: () => takeBack(json) };
  }

  release(): void {
    this.#parts.lease?.end();
  }

  places(): readonly Place[] {
    const sealed = this.seal();
    const rows = Array.from(sealed.#parts.selection, (row): Place => {
      return { offset: this.start + this.#line(row).from, ordinal: '', rejected: false };
    });
    return placesOf(rows, sealed.rejects);
  }

  /** The rows for which `keep` answers true; those for which it throws become rejects. */
  #kept(stage: string, keep: (row: number) => boolean): PackedRecords<R> {
    const selection = new Int32Array(this.length);
    const rejects: Reject[] = [];
    let kept = 0;
    for (const row of this.#parts.selection) {
      try {
        if (keep(row)) selection[kept++] = row;
      } catch (thrown) {
        const { from, to } = this.#line(row);
        const text = rejectText(this.#parts.bytes, from, to);
        const reason = asError(thrown).message;
        rejects.push({ kind: 'transforming', stage, offset: this.start + from, reason, text });
      }
    }
    return new PackedRecords<R>({
      ...this.#parts,
      selection: selection.subarray(0, kept),
      rejects: mergeRejects(this.rejects, rejects),
    });
  }

  /** Answers the one cursor of this batch, moved to a row. */
  #view(): (row: number) => R {
    const cursor = viewOf(this.schema, this.#parts);
    return (row) => {
      moveTo(cursor, row);
      return cursor as R; // as in `materialise`, with getters
    };
  }

  /** Room for one value a row. */
  #column<T>(): T[] {
    return new Array<T>(this.#parts.dirty.length);
  }

  #line(row: number): { from: number; to: number } {
    const { cells, stride } = this.#parts;
    return { from: cells[row * stride] ?? 0, to: cells[row * stride + 1] ?? 0 };
  }
}
