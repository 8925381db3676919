import * as v from 'valibot';
import { EventError } from './event-error.ts';
import { nothing, type Contents } from './contents.ts';
import { contentsOf, contentsOfRecord } from './read-event.ts';

/** A message of SQS, as far as its failure is concerned. */
export interface QueueMessage {
  readonly id: string;
  /** Of a FIFO queue: what must be dealt with one after another. */
  readonly group?: string;
}

/** What succeeds or fails as a whole: a message of SQS, or all of any other event. */
export interface EventPart extends Contents {
  /** Absent: the event did not come from SQS. */
  readonly message?: QueueMessage;
  /** Why a message was not understood: then there is nothing else in it. */
  readonly error?: EventError;
}

/** An event of SQS, as far as anybody asks: Lambda gives more. */
export interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

const schema = v.object({
  Records: v.pipe(
    v.array(
      v.looseObject({
        // A failure is told by it. Without one, as in events written by hand, messages cannot be told apart.
        messageId: v.pipe(v.string(), v.nonEmpty()),
        eventSource: v.optional(v.literal('aws:sqs')),
        eventSourceARN: v.optional(v.string(), ''),
        attributes: v.optional(v.object({ MessageGroupId: v.optional(v.string()) }), {}),
      }),
    ),
    v.minLength(1),
  ),
});

/**
 * The parts of an event, in its order. A message of SQS that is not understood is a part with an error, so that it does not fail
 * its neighbours; any other event that is not understood throws EventError.
 */
export function partsOf(event: unknown): readonly EventPart[] {
  const queued = v.safeParse(schema, event);
  if (!queued.success) return [contentsOf(event)];
  return queued.output.Records.map((record, i) => {
    const { messageId, eventSourceARN, attributes } = record;
    const group = attributes.MessageGroupId;
    // Messages of standard queues may have groups too, which say nothing of order.
    const inOrder = group !== undefined && eventSourceARN.endsWith('.fifo');
    const message = { id: messageId, ...(inOrder ? { group } : {}) };
    return { message, ...understood(record, i) };
  });
}

function understood(record: unknown, index: number): Contents & { readonly error?: EventError } {
  try {
    return contentsOfRecord(record, index);
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
    return { ...nothing, error };
  }
}
