import type { Origin } from './origin.ts';
import type { Schema } from './schema.ts';

/** A line or a record that a stage could not take in. It rides along and is shipped raw, in its place, by default. */
export interface Reject {
  /** Who refused it: the parser, or a stage that works on records. */
  readonly kind: 'parsing' | 'transforming';
  /** The stage, by its `name`. */
  readonly stage: string;
  /** Position of the line's first byte in the decompressed object. */
  readonly offset: number;
  /** Which of several records of one line, as in an event id: `.0`, `.2.1`. Absent when there is only one. */
  readonly ordinal?: string;
  readonly reason: string;
  /** The raw line, or the record as JSON where no line is at hand; at most 64 KiB of it. */
  readonly text: string;
}

/** Throw it from a callback to reject the record at hand with a reason. It takes no stack, so it is cheap. */
export class RejectRecord extends Error {
  constructor(reason: string) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(reason);
    Error.stackTraceLimit = limit;
    this.name = 'RejectRecord';
  }
}

/** JSON lines and what they hold. */
export interface Encoded {
  /** One JSON object a line, each ended by LF, ordered by offset; rejects stand in their places. */
  readonly bytes: Buffer;
  readonly records: number;
  readonly rejects: number;
  /** Whoever is done with `bytes`, and has handed them to nobody, may say so once: their memory is used again then. */
  readonly release?: () => void;
}

/** Where one line of `encode` comes from. */
export interface Place {
  /** As in Reject. */
  readonly offset: number;
  /** Which of several records of one line: `.0`, `.2.1`; empty: the only one. */
  readonly ordinal: string;
  /** Whether it stands for a line or a record that was rejected. */
  readonly rejected: boolean;
}

/** What every batch carries, in either form. */
export interface Batch {
  readonly origin: Origin;
  /** Position of the first byte this batch stands for, in the decompressed object. */
  readonly start: number;
  /** Position after its last byte. */
  readonly end: number;
  /** Ordered by offset. */
  readonly rejects: readonly Reject[];
  /** Lines met and passed over while this batch was parsed: empty lines and headers. */
  readonly skipped: number;
}

/** How a stage changed the number of records, where lengths alone cannot tell. */
export interface Change {
  readonly added: number;
  readonly filtered: number;
}

/** What a derived column computes from a row. */
export type Derivations<R> = Readonly<Record<string, (row: R) => unknown>>;

/**
 * A batch of records under one schema, in one of two forms: packed (the bytes of the lines and a table of their cells)
 * or plain (an array of objects). Every verb works on both and gives equal JSON. A batch is immutable: each verb
 * returns another one.
 */
export interface Records<R = unknown> extends Batch {
  /** For the compiler alone. */
  readonly record?: R;
  readonly form: 'packed' | 'plain';
  readonly schema: Schema;
  /** Records in this batch, rejects apart. */
  readonly length: number;
  readonly change?: Change | undefined;

  /** The same rows under another schema. */
  withSchema(schema: Schema): Records;
  /** The same rows with other rejects; they must be ordered by offset. */
  withRejects(rejects: readonly Reject[]): Records<R>;
  /** Keeps the rows for which `keep` is true. A throw rejects the row, in the name of `stage`. */
  filter(keep: (row: R) => boolean, stage: string): Records<R>;
  /** Adds or replaces columns. A throw rejects the row, in the name of `stage`. */
  derive(columns: Derivations<R>, stage: string): Records;
  /** Every row as an object of its own: what `map` works on. Packed rows lose what a double cannot hold. */
  materialise(): Materialised<R>;
  /**
   * The batch in a shape that `encode` cannot fail on: what JSON cannot hold (a BigInt, a cycle) becomes a reject here.
   * The run calls it before the sink sees the batch.
   */
  seal(): Records<R>;
  /** JSON lines. The same each time. */
  encode(): Encoded;
  /** Gives the batch's memory back: for the run, when it knows that nobody has the batch or one made of it. */
  release(): void;
  /** Where each line of `encode` comes from, in their order: for what cannot be sent. */
  places(): readonly Place[];
}

/** A batch in its plain form, with no edit left to apply. */
export interface Materialised<R = unknown> extends Records<R> {
  readonly form: 'plain';
  readonly objects: readonly R[];
  /**
   * Replaces each object by what was made of it, in order. With `ordinals`, event ids and rejects of what follows say
   * which of several records of one line is meant, as they must when a line can become more than one.
   */
  replaced<S>(made: readonly Replacement<S>[], stage: string, ordinals: boolean): Records<S>;
}

/** What became of one record: the records made of it, or the error that rejects it. */
export type Replacement<S> = readonly S[] | Error;

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Two lists of rejects as one, ordered by offset. */
export function mergeRejects(some: readonly Reject[], others: readonly Reject[]): readonly Reject[] {
  if (others.length === 0) return some;
  if (some.length === 0) return others;
  return [...some, ...others].sort((a, b) => a.offset - b.offset);
}

/** Tells a batch of records from the other chunks that travel in a flow. */
export function isRecords(value: unknown): value is Records {
  return typeof value === 'object' && value !== null && 'form' in value && 'schema' in value && 'rejects' in value;
}
