/** Compiled, never run: what a handler answers depends on the event. */
import type {
  EventBridgeEvent,
  S3Event,
  S3Handler,
  SNSEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSHandler,
} from 'aws-lambda';
import { createHandler, handler, type Answer, type BatchResponse } from '../../src/lambda.ts';
import { defaultFlow } from '../../src/forward.ts';
import { memory } from '../../src/testing/index.ts';
import type { Summary } from '../../src/summary.ts';

declare const event: {
  readonly sqs: SQSEvent;
  readonly s3: S3Event;
  readonly sns: SNSEvent;
  readonly bridge: EventBridgeEvent<'Object Created', object>;
  readonly unknown: unknown;
};

export async function answers(): Promise<unknown> {
  const batch: BatchResponse = await handler(event.sqs);
  const told: SQSBatchResponse = batch;
  const direct: (readonly Summary[])[] = [
    await handler(event.s3),
    await handler(event.sns),
    await handler(event.bridge),
    await handler({ bucket: 'logs', key: 'a.log' }),
  ];
  const either: Answer = await handler(event.unknown);
  // @ts-expect-error nobody knows whether it came from SQS
  const summaries: readonly Summary[] = await handler(event.unknown);
  // @ts-expect-error the summaries of a batch are in `summaries`
  const [first] = await handler(event.sqs);
  return [told, direct, either, summaries, first];
}

/** A handler is one as the types of AWS have it. */
export const ofQueue: SQSHandler = createHandler(defaultFlow().to(memory()));
export const ofBucket: S3Handler = async (created) => {
  await handler(created);
};
