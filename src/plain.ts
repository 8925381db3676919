import { OpenSchema, type PlainRecord } from './open-schema.ts';
import type { Origin } from './origin.ts';
import { jsonText } from './json.ts';
import { nest } from './nesting.ts';
import {
  asError,
  mergeRejects,
  type Batch,
  type Change,
  type Derivations,
  type Encoded,
  type Materialised,
  type Reject,
  type Replacement,
} from './records.ts';
import { eventId, REJECT_BYTES, rejectJson, rejectText } from './reject.ts';
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
  /** JSON of each object, once the batch is sealed. */
  readonly texts?: readonly string[] | undefined;
}

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

  filter(keep: (row: R) => boolean, stage: string): PlainRecords<R> {
    return this.materialise().#each((object) => (keep(object) ? [object] : []), stage);
  }

  derive(columns: Derivations<R>, stage: string): PlainRecords {
    const entries = Object.entries(columns);
    const settled = this.materialise();
    const schema = settled.schema.nesting(Object.keys(columns));
    const derived = settled.#each((object) => {
      const values = entries.map(([name, derivation]) => [name, derivation(object)] as const);
      return [{ ...asRecord(object), ...Object.fromEntries(values) }];
    }, stage);
    return derived.withSchema(schema);
  }

  materialise(): PlainRecords<R> {
    const { pending } = this.schema;
    if (pending.length === 0) return this;
    const settled = this.#each((object, mark) => {
      const id = eventId(this.origin, mark.offset, mark.ordinal);
      const edited = pending.reduce((record, edit) => edit(record, id), asRecord(object));
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

  seal(): PlainRecords<R> {
    if (this.#parts.texts !== undefined) return this;
    const settled = this.materialise();
    const { nested } = settled.schema;
    const texts: string[] = [];
    const sealed = settled.#each((object) => {
      const text = jsonText(nested.size === 0 ? object : nest(asRecord(object), nested));
      if (text === undefined) throw new TypeError('JSON has no form for the record');
      texts.push(text);
      return [object];
    }, 'encode');
    return sealed.#but({ texts });
  }

  encode(): Encoded {
    const sealed = this.seal();
    const { texts = [], marks } = sealed.#parts;
    const { rejects, schema, origin } = sealed;
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

/** The text of a record that has no line, for its reject. */
function unlinedText(object: unknown): string {
  try {
    return (jsonText(object) ?? String(object)).slice(0, REJECT_BYTES);
  } catch {
    return '[a record that JSON cannot hold]'; // the reject's reason says why
  }
}

function isRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null;
}

function asRecord(value: unknown): PlainRecord {
  if (isRecord(value)) return value;
  throw new TypeError(`expected an object, got ${value === null ? 'null' : typeof value}`);
}
