import * as v from 'valibot';
import { nothing, type Contents } from './contents.ts';
import { isObject, misshapen, type Place } from './shape.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const located = v.object({
  bucket: v.object({ name: text }),
  object: v.object({ key: text, size: v.exactOptional(v.number()) }),
});
const created = v.object({ detail: located });

/**
 * What EventBridge tells of S3. Keys stand as they are: a plus is a plus.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function eventBridge(event: object, place: Place): Contents | undefined {
  if (!('detail-type' in event) || !('source' in event) || event.source !== 'aws.s3') return undefined;
  const type = String(event['detail-type']);
  if (type !== 'Object Created') return { ...nothing, passedOver: [{ source: sourceOf(event), event: type }] };
  const result = v.safeParse(created, event);
  if (!result.success) throw misshapen(place, event, result.issues);
  const { bucket, object } = result.output.detail;
  return { ...nothing, objects: [{ bucket: bucket.name, ...object, event: type }] };
}

/** Calls that CloudTrail recorded come from S3 too, and are about anything. */
function sourceOf(event: object): string {
  const result = v.safeParse(located, 'detail' in event && isObject(event.detail) ? event.detail : {});
  return result.success ? `s3://${result.output.bucket.name}/${result.output.object.key}` : 'aws.s3';
}
