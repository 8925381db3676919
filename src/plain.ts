import { asRecord, OpenSchema } from './open-schema.ts';
import type { Origin } from './origin.ts';
import type { Lease } from './kernel/index.ts';
import { placesOf } from './places.ts';
import {
  asError,
  mergeRejects,
  type Batch,
  type Change,
  type Derivations,
  type Encoded,
  type Materialised,
  type Place,
  type Records,
  type Reject,
  type Replacement,
} from './records.ts';
import { recordJson } from './record-json.ts';
import { eventId, rejectJson, rejectText, unlinedText } from './reject.ts';
import type { Schema } from './schema.ts';

/** Where a plain record came from. */
export interface Mark {
  /** Position of its line, or its place in its document. */
  readonly offset: number;
  /** Which of several records of one line: `.0`, `.2.1`; empty: the only one. */
  readonly ordinal: string;
  /** The line, as positions in the batch's bytes; the same twice where there is no line. */
  readonly from: number;
  readonly to: number;
  /** The number of the packed row it was made of, where there was one. */
  readonly row?: number;
}

/** What a batch of plain records is made of. */
export interface Plain<R> extends Batch {
  readonly schema: OpenSchema;
  readonly objects: readonly R[];
  /** One for each object. */
  readonly marks: readonly Mark[];
  /** The lines that the records came from, for rejects; empty where there are none. */
  readonly bytes: Buffer;
  readonly change?: Change | undefined;
  /** What `bytes`, and the rows that the objects were made of, stand in, where that can be given back. */
  readonly lease?: Lease | undefined;
  /** The packed rows that the objects were made of, with all that was done to them since; undefined: too much was. */
  readonly repack?: (plain: Remade) => Records<never> | undefined;
  /** JSON of each object, once the batch is sealed. */
  readonly texts?: readonly string[] | undefined;
}

/** What there is to know of objects that were packed rows once. */
export type Remade = Pick<Plain<unknown>, 'objects' | 'marks' | 'rejects' | 'schema'>;

/** Records as objects: see Records for what each verb does. */
export class PlainRecords<R = unknown> implements Materialised<R> {
  declare readonly record?: R;
  readonly form = 'plain';
  readonly origin: Origin;
  readonly start: number;
  readonly end: number;
  readonly rejects: readonly Reject[];
  readonly skipped: number;
  readonly schema: OpenSchema;
  readonly change: Change | undefined;

  readonly #parts: Plain<R>;

  constructor(parts: Plain<R>) {
    this.#parts = parts;
    this.origin = parts.origin;
    this.start = parts.start;
    this.end = parts.end;
    this.rejects = parts.rejects;
    this.skipped = parts.skipped;
    this.schema = parts.schema;
    this.change = parts.change;
  }

  get objects(): readonly R[] {
    return this.#parts.objects;
  }

  get length(): number {
    return this.#parts.objects.length;
  }

  withSchema(schema: Schema): PlainRecords {
    if (!(schema instanceof OpenSchema)) throw new TypeError('plain objects need a schema that is open');
    return this.#but({ schema, texts: undefined });
  }

  withRejects(rejects: readonly Reject[]): PlainRecords<R> {
    return this.#but({ rejects });
  }

  filter(keep: (row: R) => boolean, stage: string): Records<R> {
    const applied = this.#applied();
    if (!(applied instanceof PlainRecords)) return applied.filter(keep, stage);
    return applied.#each((object: R) => (keep(object) ? [object] : []), stage);
  }

  derive(columns: Derivations<R>, stage: string): Records {
    const applied = this.#applied();
    if (!(applied instanceof PlainRecords)) return applied.derive(columns, stage);
    const entries = Object.entries(columns);
    const derived = applied.#each((object: R) => {
      const values = entries.map(([name, derivation]) => [name, derivation(object)] as const);
      return [{ ...asRecord(object), ...Object.fromEntries(values) }];
    }, stage);
    return derived.withSchema(applied.schema.nesting(Object.keys(columns)));
  }

  materialise(): Materialised<R> {
    const applied = this.#applied();
    return applied instanceof PlainRecords ? applied : applied.materialise();
  }

  /** The batch with no edit left to apply: as packed rows, where it was some and still can be. */
  #applied(): Records<R> {
    if (this.schema.pending.length === 0) return this;
    return this.#parts.repack?.(this.#parts) ?? this.#settled();
  }

  #settled(): PlainRecords<R> {
    const { pending } = this.schema;
    if (pending.length === 0) return this;
    const settled = this.#each((object, mark) => {
      const id = eventId(this.origin, mark.offset, mark.ordinal);
      const edited = pending.reduce((record, edit) => edit.object(record, id), asRecord(object));
      return [edited as R]; // the types of the schema stages say what their edits make of R
    }, 'schema');
    return settled.#but({ schema: this.schema.settled() });
  }

  replaced<S>(made: readonly Replacement<S>[], stage: string, ordinals: boolean): PlainRecords<S> {
    const objects: S[] = [];
    const marks: Mark[] = [];
    const rejects: Reject[] = [];
    let filtered = 0;
    this.#parts.marks.forEach((mark, i) => {
      const outcome = made[i] ?? [];
      if (outcome instanceof Error) {
        rejects.push(this.#rejectOf(i, mark, outcome, stage));
        return;
      }
      if (outcome.length === 0) filtered += 1;
      outcome.forEach((object, n) => {
        objects.push(object);
        marks.push(ordinals ? { ...mark, ordinal: `${mark.ordinal}.${n}` } : mark);
      });
    });
    const change = { added: objects.length + filtered + rejects.length - this.length, filtered };
    const merged = mergeRejects(this.rejects, rejects);
    return new PlainRecords<S>({ ...this.#parts, objects, marks, rejects: merged, change, texts: undefined });
  }

  seal(): Records<R> {
    if (this.#parts.texts !== undefined) return this;
    return this.#parts.repack?.(this.#parts)?.seal() ?? this.#settled().#written();
  }

  /** With the JSON of each object. What JSON has no form for becomes a reject. */
  #written(): PlainRecords<R> {
    const { nested } = this.schema;
    const texts: string[] = [];
    const failures = new Map<number, Error>();
    this.objects.forEach((object, i) => {
      try {
        texts.push(recordJson(asRecord(object), nested));
      } catch (thrown) {
        failures.set(i, asError(thrown));
      }
    });
    if (failures.size === 0) return this.#but({ texts });
    const made = this.objects.map((object, i): Replacement<R> => failures.get(i) ?? [object]);
    return this.replaced(made, 'encode', false).#but({ texts });
  }

  encode(): Encoded {
    const sealed = this.seal();
    return sealed instanceof PlainRecords ? sealed.#joined() : sealed.encode();
  }

  release(): void {
    this.#parts.lease?.end();
  }

  places(): readonly Place[] {
    const sealed = this.seal();
    if (!(sealed instanceof PlainRecords)) return sealed.places();
    const { marks, rejects } = sealed.#parts;
    return placesOf(
      marks.map(({ offset, ordinal }) => ({ offset, ordinal, rejected: false })),
      rejects,
    );
  }

  #joined(): Encoded {
    const { texts = [], marks, rejects, schema, origin } = this.#parts;
    const lines: string[] = [];
    let next = 0;
    texts.forEach((text, i) => {
      const offset = marks[i]?.offset ?? 0;
      for (let reject = rejects[next]; reject !== undefined && reject.offset <= offset; reject = rejects[++next]) {
        lines.push(rejectJson(reject, schema.labels, origin), '\n');
      }
      lines.push(text, '\n');
    });
    for (const reject of rejects.slice(next)) lines.push(rejectJson(reject, schema.labels, origin), '\n');
    return { bytes: Buffer.from(lines.join('')), records: texts.length, rejects: rejects.length };
  }

  /** Every object as `remake` has it; a throw rejects the object. */
  #each<S>(remake: (object: R, mark: Mark) => readonly S[], stage: string): PlainRecords<S> {
    const made = this.#parts.marks.map((mark, i): Replacement<S> => {
      const object = this.objects[i];
      try {
        return object === undefined ? [] : remake(object, mark);
      } catch (thrown) {
        return asError(thrown);
      }
    });
    return this.replaced(made, stage, false);
  }

  #rejectOf(i: number, mark: Mark, error: Error, stage: string): Reject {
    const { from, to, offset, ordinal } = mark;
    const text = to > from ? rejectText(this.#parts.bytes, from, to) : unlinedText(this.objects[i]);
    const reject = { kind: 'transforming', stage, offset, reason: error.message, text } as const;
    return ordinal === '' ? reject : { ...reject, ordinal };
  }

  #but(changes: Partial<Omit<Plain<R>, 'objects' | 'change'>>): PlainRecords<R> {
    return new PlainRecords<R>({ ...this.#parts, change: undefined, ...changes });
  }
}
