import type { EmptyCells } from './column.ts';
import type { Layout } from './kernel/layout.ts';
import type { PackedSchema } from './schema.ts';
import type { TimeColumn } from './time.ts';

/** What every format has. `record` exists for the compiler alone. */
interface Named<R> {
  /** What `--format` takes. */
  readonly name: string;
  readonly record?: R;
}

/** Records are lines of cells, kept as bytes. Made by `delimited`. */
export interface LineFormat<R = unknown> extends Named<R> {
  readonly kind: 'lines';
  readonly layout: Layout;
  /** The columns, by their own names; one schema for each way with empty cells, always the same object. */
  schema(empty: EmptyCells): PackedSchema;
  /**
   * For a format whose files name their columns: the format of a file that begins with these lines; undefined where they
   * hold no header, and the documented columns are taken.
   */
  headed?(lines: readonly string[]): LineFormat | undefined;
}

/** Records are lines that a function turns into objects. Made by `pattern` and `jsonLines`. */
export interface TextFormat<R = unknown> extends Named<R> {
  readonly kind: 'text';
  /** A longer line is rejected as `line_too_long`, where it is less than what `splitLines` allows. */
  readonly maxLineBytes?: number;
  readonly time?: TimeColumn | undefined;
  /** One line, without its end. A throw rejects the line. */
  recordOf(line: string): R;
}

/** Records are items of one document, read as it streams by. Made by `jsonDocument`. */
export interface DocumentFormat<R = unknown> extends Named<R> {
  readonly kind: 'document';
  readonly time?: TimeColumn | undefined;
  /** Reads one document. */
  open(): DocumentReader;
}

/** One document in one run. */
export interface DocumentReader {
  /** The items that are whole with this much more of the document. Throws where it is no such document. */
  push(bytes: Buffer): Promise<readonly DocumentItem[]>;
  /** After the last byte. With `early`, a document that is cut off is no error. */
  end(early: boolean): Promise<readonly DocumentItem[]>;
}

/** A record, or why an item is none, with the text of it that is shipped instead. */
export type DocumentItem = { readonly record: object } | { readonly reason: string; readonly text: string };

export type Format<R = unknown> = LineFormat<R> | TextFormat<R> | DocumentFormat<R>;
