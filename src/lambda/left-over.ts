import { FlumeError, messageOf, type ErrorCode } from '../errors.ts';
import type { EventObject } from '../events/contents.ts';
import { messageOfContinuation, type Continuation } from '../events/continuation.ts';
import type { Summary } from '../summary.ts';

/** Takes a message that the handler takes up when it comes back in an event of SQS. */
export type ContinueTo = (message: string) => Promise<void>;

/** An object that was begun, and how far it came: its summary says `stopped`. */
export interface Stopped {
  readonly object: EventObject;
  readonly summary: Summary;
  /** Whether it was the first of its invocation, and so had all of the time. */
  readonly first: boolean;
}

/** Undefined where it was left to another invocation. */
type Refusal = FlumeError | undefined;

/**
 * Leaves the rest of an object to another invocation. Resolves to nothing when that is done, else to the error: that there is
 * nobody to leave it to (ERR_DEADLINE), that this invocation came no further than the one before (ERR_NO_PROGRESS), or that
 * the message was not taken (ERR_HAND_OVER).
 */
export async function leaveRest(stopped: Stopped, to: ContinueTo | undefined): Promise<Refusal> {
  const { object, summary, first } = stopped;
  const { checkpoint, bytes } = summary;
  const begun = object.checkpoint?.offset ?? 0;
  if ((object.attempt ?? 0) > 0 && (checkpoint?.offset ?? 0) <= begun) {
    if (!first) return leaveAll(object, to);
    const message = `an invocation that was to go on at ${begun.toLocaleString('en-US')} came no further`;
    return failure('ERR_NO_PROGRESS', `${message}. Give the function more time, or a faster receiver.`);
  }
  if (checkpoint === undefined && bytes.read > 0) {
    const message = 'the time was nearly up, and this flow has no positions to go on from';
    return failure('ERR_DEADLINE', `${message}. Give the function more time.`);
  }
  const rest = checkpoint !== undefined && 'bucket' in checkpoint ? { checkpoint } : beginningOf(object);
  return hand(`stopped at ${(checkpoint?.offset ?? 0).toLocaleString('en-US')}`, rest, to);
}

/** The same for an object that was not begun, because the ones before it took the time. */
export async function leaveAll(object: EventObject, to: ContinueTo | undefined): Promise<Refusal> {
  const { checkpoint, bucket, key, attempt = 0 } = object;
  // It had no chance to come further: that is no attempt.
  const rest = checkpoint === undefined ? { object: { bucket, key, attempt } } : { checkpoint };
  return hand('not begun', rest, to);
}

function beginningOf({ bucket, key, attempt = 0 }: EventObject): Continuation {
  return { object: { bucket, key, attempt: attempt + 1 } };
}

async function hand(standing: string, rest: Continuation, to: ContinueTo | undefined): Promise<Refusal> {
  if (to === undefined) {
    const advice = 'Give the function more time, or a queue to leave the rest to (LOGFLUME_CONTINUE_QUEUE)';
    return failure('ERR_DEADLINE', `${standing}: the time was nearly up. ${advice}.`);
  }
  try {
    await to(messageOfContinuation(rest));
    return undefined;
  } catch (cause) {
    const message = `${standing}, and the rest could not be handed over: ${messageOf(cause)}`;
    return failure(
      'ERR_HAND_OVER',
      `${message}. Check LOGFLUME_CONTINUE_QUEUE, and allow sqs:SendMessage on it.`,
      cause,
    );
  }
}

function failure(code: ErrorCode, message: string, cause?: unknown): FlumeError {
  return new FlumeError(message, { code, stage: 'handler', retryable: code !== 'ERR_NO_PROGRESS', cause });
}
