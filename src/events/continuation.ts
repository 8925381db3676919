import * as v from 'valibot';
import type { ObjectCheckpoint } from '../checkpoint.ts';
import { objectCheckpointSchema } from '../checkpoint-schema.ts';
import { nothing, type Contents } from './contents.ts';
import { EventError } from './event-error.ts';
import { shapeOf, type Place } from './shape.ts';

/** What one invocation leaves to another: the rest of an object, or an object that was not begun. */
export type Continuation =
  | { readonly checkpoint: ObjectCheckpoint }
  | { readonly object: { readonly bucket: string; readonly key: string; readonly attempt: number } };

const head = { logflume: v.literal('continue'), version: v.literal(1) };
const text = v.pipe(v.string(), v.nonEmpty());
const schema = v.union([
  v.strictObject({ ...head, checkpoint: objectCheckpointSchema }),
  v.strictObject({ ...head, object: v.strictObject({ bucket: text, key: text, attempt: v.number() }) }),
]);

/** A continuation as the body of a message. */
export function messageOfContinuation(continuation: Continuation): string {
  return JSON.stringify({ logflume: 'continue', version: 1, ...continuation });
}

/** What an invocation left to this one. */
export function leftOver(message: object, { name }: Place): Contents | undefined {
  if (!('logflume' in message)) return undefined;
  const result = v.safeParse(schema, message);
  if (!result.success) {
    const problem = 'says that it continues a run, and is not as this version writes it';
    throw new EventError([`${name} ${problem}: it is ${shapeOf(message)}`]);
  }
  const event = 'continue';
  if ('object' in result.output) return { ...nothing, objects: [{ ...result.output.object, event }] };
  const { checkpoint } = result.output;
  const { bucket, key, attempt } = checkpoint;
  return { ...nothing, objects: [{ bucket, key, event, attempt, checkpoint }] };
}
