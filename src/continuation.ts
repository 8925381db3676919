import * as v from 'valibot';
import type { ObjectCheckpoint } from './checkpoint.ts';
import { objectCheckpointSchema } from './checkpoint-schema.ts';

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

/** Whether the body of a message says that it is a continuation. */
export function saysContinue(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'logflume' in body;
}

/** The continuation in the body of a message; undefined where it is none that this version understands. */
export function continuationIn(body: unknown): Continuation | undefined {
  const result = v.safeParse(schema, body);
  return result.success ? result.output : undefined;
}
