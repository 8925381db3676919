import { OpenSchema } from './open-schema.ts';
import type { Origin } from './origin.ts';
import type { Encoded, Materialised, Place, Records, Reject } from './records.ts';
import type { Schema } from './schema.ts';

/** What a batch of records that are JSON already is made of. */
export interface Verbatim {
  readonly origin: Origin;
  readonly start: number;
  readonly end: number;
  /** One JSON object each. */
  readonly texts: readonly string[];
  /** One for each text. */
  readonly places: readonly Place[];
  readonly schema?: Schema;
}

/** For what is no log line: it has the column that `timestamp()` would make, so that a flow for logs lets it pass. */
export const noLog = OpenSchema.of({ name: '@timestamp', style: 'iso' }, 'none');

/**
 * Records that have been through a flow before, as JSON: they go out as they are. No verb changes them, callbacks never see
 * them.
 */
export class VerbatimRecords implements Materialised<never> {
  declare readonly record?: never;
  readonly form = 'plain';
  readonly objects: readonly never[] = [];
  readonly rejects: readonly Reject[] = [];
  readonly skipped = 0;
  readonly origin: Origin;
  readonly start: number;
  readonly end: number;
  readonly schema: Schema;
  readonly #parts: Verbatim;

  constructor(parts: Verbatim) {
    this.#parts = parts;
    this.origin = parts.origin;
    this.start = parts.start;
    this.end = parts.end;
    this.schema = parts.schema ?? noLog;
  }

  get length(): number {
    return this.#parts.texts.length;
  }

  withSchema(schema: Schema): VerbatimRecords {
    return new VerbatimRecords({ ...this.#parts, schema });
  }

  /** Rejects of records that have been through a flow before: there are none. */
  withRejects(): this {
    return this;
  }

  filter(): this {
    return this;
  }

  derive(): this {
    return this;
  }

  materialise(): Materialised<never> {
    return this;
  }

  replaced<S>(): Records<S> {
    return this;
  }

  seal(): this {
    return this;
  }

  encode(): Encoded {
    const { texts } = this.#parts;
    return { bytes: Buffer.from(texts.map((text) => `${text}\n`).join('')), records: texts.length, rejects: 0 };
  }

  /** Strings hold all there is. */
  release(): void {
    return undefined;
  }

  places(): readonly Place[] {
    return this.#parts.places;
  }
}
