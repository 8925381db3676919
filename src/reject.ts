import type { Column } from './column.ts';
import { jsonText } from './json.ts';
import { nest } from './nesting.ts';
import { eventIdPrefix, type Origin } from './origin.ts';
import type { Reject } from './records.ts';

/** A reject keeps, and ships, no more of its line than this. */
export const REJECT_BYTES = 64 << 10;

const TAGS = { parsing: '_parsefailure', transforming: '_transformfailure' } as const;
const RESERVED = ['message', 'tags', 'error'];

/** A line of bytes as a reject holds it. */
export function rejectText(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, Math.min(end, start + REJECT_BYTES));
}

/**
 * What is shipped in the place of a line that was rejected: the raw line as `message`, a tag as Logstash's own filters
 * set it, the reason, and the flow's constants and event id.
 */
export function rejectJson(reject: Reject, labels: readonly Column[], origin: Origin): string {
  const record: Record<string, unknown> = { message: reject.text, tags: [TAGS[reject.kind]], error: reject.reason };
  const nested = new Set<string>();
  for (const { name, path, source } of labels) {
    if (RESERVED.includes(path[0] ?? '')) continue;
    if (path.length > 1) nested.add(name);
    if (source.kind === 'constant') record[name] = source.value;
    if (source.kind === 'eventId') record[name] = eventId(origin, reject.offset, reject.ordinal);
  }
  return JSON.stringify(nest(record, nested));
}

/** The id of what came from the line at `offset`; undefined where the origin has no identity. */
export function eventId(origin: Origin, offset: number, ordinal = ''): string | undefined {
  const prefix = eventIdPrefix(origin);
  return prefix === '' ? undefined : prefix + offset.toString(36) + ordinal;
}

/** The text of a record that has no line, as a reject holds it. */
export function unlinedText(object: unknown): string {
  try {
    return (jsonText(object) ?? String(object)).slice(0, REJECT_BYTES);
  } catch {
    return '[a record that JSON cannot hold]'; // the reject's reason says why
  }
}
