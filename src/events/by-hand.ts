import * as v from 'valibot';
import { nothing, type Contents } from './contents.ts';
import { misshapen, type Place } from './shape.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const schema = v.object({ bucket: text, key: text });

/** An object that a person names: `{ "bucket": "my-logs", "key": "elb+1.log.gz" }`. The key stands as it is. */
export function byHand(event: object, place: Place): Contents | undefined {
  if (!('bucket' in event) || !('key' in event)) return undefined;
  const result = v.safeParse(schema, event);
  if (!result.success) throw misshapen(place, event, result.issues);
  return { ...nothing, objects: [{ ...result.output, event: 'manual' }] };
}
