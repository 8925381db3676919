import type { JsonValue } from '../../src/column.ts';
import type { TextFormat } from '../../src/format.ts';
import { RejectRecord } from '../../src/records.ts';
import { timeColumn, type TimeColumn } from '../../src/time.ts';

/** What a JSON object holds, while nothing more is known of it. */
export type JsonObject = Readonly<Record<string, JsonValue | undefined>>;

export interface JsonLinesOptions {
  readonly name: string;
  /** The member that holds the time of a record; its name alone stands for one in ISO 8601. */
  readonly time?: string | TimeColumn | undefined;
}

/**
 * A format of one JSON object a line, taken as it is. A line that is no JSON is rejected as `invalid_json`, one with
 * another JSON value as `not_an_object`. Numbers become doubles: digits beyond the 16th or so are lost. The type `R` is what
 * the author knows of the objects; it is believed, not checked.
 */
export function jsonLines<R extends object = JsonObject>({ name, time }: JsonLinesOptions): TextFormat<R> {
  const isRecord = (value: unknown): value is R => isObject(value);
  return {
    kind: 'text',
    name,
    time: timeColumn(time),
    recordOf(line) {
      const value = valueOf(line);
      if (!isRecord(value)) throw new RejectRecord('not_an_object');
      return value;
    },
  };
}

function valueOf(line: string): unknown {
  try {
    return JSON.parse(line.startsWith('\ufeff') ? line.slice(1) : line);
  } catch {
    throw new RejectRecord('invalid_json');
  }
}

/** What JSON calls an object. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
