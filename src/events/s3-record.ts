import * as v from 'valibot';
import { nothing, type Contents } from './contents.ts';
import { EventError } from './event-error.ts';
import { misshapen, problemAt, type Place } from './shape.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const schema = v.object({
  /** Both are absent in records written by hand. */
  eventName: v.optional(v.string(), 'ObjectCreated'),
  eventSource: v.optional(v.string(), 'aws:s3'),
  s3: v.object({
    bucket: v.object({ name: text }),
    object: v.object({ key: text, size: v.exactOptional(v.number()) }),
  }),
});

/** Servers that tell keys as they stand; S3 itself, and most that imitate it, encode them as a form does. */
const PLAIN = ['ceph:s3'];

/**
 * One record of an S3 notification.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3Record(record: object, place: Place): Contents | undefined {
  if (!('s3' in record)) return undefined;
  const result = v.safeParse(schema, record);
  if (!result.success) throw misshapen(place, record, result.issues);
  const { eventName, eventSource, s3 } = result.output;
  const bucket = s3.bucket.name;
  const { key: written, ...size } = s3.object;
  const key = PLAIN.includes(eventSource) ? written : decoded(written);
  if (key === undefined) throw new EventError([problemAt(place, 's3.object.key is not URL-encoded', record)]);
  const event = eventName.replace(/^s3:/, '');
  if (event.startsWith('ObjectCreated')) return { ...nothing, objects: [{ bucket, key, event, ...size }] };
  return { ...nothing, passedOver: [{ source: `s3://${bucket}/${key}`, event }] };
}

/** A key that is written as a form does: a space as `+`, a plus as `%2B`. Undefined where it is not. */
function decoded(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
