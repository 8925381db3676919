import * as v from 'valibot';
import { memberText } from './json-member.ts';

/** Which object, file or stream a line is of: all that its event id and its reading need. */
export interface LetterOrigin {
  /** This and the next five as in Origin. */
  readonly uri: string;
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  readonly path?: string | undefined;
  readonly etag?: string | undefined;
  readonly identity?: string | undefined;
  /** How it was read, by its name. Absent where no stage told. */
  readonly format?: string | undefined;
  /** The line that names the columns, where there is one. */
  readonly header?: string | undefined;
}

/** What could not be delivered, as it waits among the dead letters. */
export interface Letter {
  /** `unsent`: a record that no connection took, as it was sent. `rejected`: a line, as it was read. */
  readonly kind: 'unsent' | 'rejected';
  /** JSON of the record, or the line; of a line no more than its first 64 KiB. */
  readonly text: string;
  readonly origin: LetterOrigin;
  /** Position of the line in the decompressed content of its origin, or its place in a document. */
  readonly offset: number;
  /** Which of several records of one line: `.0`, `.2.1`; empty: the only one. */
  readonly ordinal: string;
  readonly reason: string;
  /** How often it has been a dead letter, this time included. */
  readonly attempt: number;
}

/** Objects and files of dead letters have names that end so, by which they are known for what they are. */
const SUFFIX = '.dead-letters.jsonl';

export function letterFileName(stem: string): string {
  return `${stem}${SUFFIX}`;
}

/** Whether a key is that of dead letters that this package wrote. */
export function isLetterFile(key: string): boolean {
  return key.endsWith(SUFFIX);
}

/** A letter as one line of JSON, LF included. A record stands in it byte for byte as it was sent. */
export function letterLine({ kind, text, origin, offset, ordinal, reason, attempt }: Letter): string {
  const content = kind === 'unsent' ? `"record":${text}` : `"line":${JSON.stringify(text)}`;
  const rest = { origin, offset, ...(ordinal === '' ? {} : { ordinal }), reason, attempt };
  return `{"kind":"${kind}",${content},${JSON.stringify(rest).slice(1)}\n`;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const origin = v.object({
  uri: v.string(),
  bucket: v.exactOptional(v.string()),
  key: v.exactOptional(v.string()),
  path: v.exactOptional(v.string()),
  etag: v.exactOptional(v.string()),
  identity: v.exactOptional(v.string()),
  format: v.exactOptional(v.string()),
  header: v.exactOptional(v.string()),
});
const rest = { origin, offset: count, ordinal: v.optional(v.string(), ''), reason: v.string(), attempt: count };
const schema = v.variant('kind', [
  v.object({ kind: v.literal('unsent'), record: v.looseObject({}), ...rest }),
  v.object({ kind: v.literal('rejected'), line: v.string(), ...rest }),
]);

/** The letter in a line; undefined where it is none. */
export function letterIn(line: string): Letter | undefined {
  const result = v.safeParse(schema, json(line));
  if (!result.success) return undefined;
  const { kind, origin, offset, ordinal, reason, attempt } = result.output;
  const text = result.output.kind === 'rejected' ? result.output.line : memberText(line, 'record');
  return text === undefined ? undefined : { kind, text, origin, offset, ordinal, reason, attempt };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
