/* What holds another event as text. */
import type { Contents } from './contents.ts';
import { isObject, type Place } from './shape.ts';

/** A message of SQS, as Lambda gives it: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsRecord(record: object, place: Place): Contents | undefined {
  return 'body' in record && typeof record.body === 'string' ? place.open('body', record.body) : undefined;
}

/** A notification of SNS, as Lambda gives it: https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function snsRecord(record: object, place: Place): Contents | undefined {
  return 'Sns' in record && hasMessage(record.Sns) ? place.open('Sns.Message', record.Sns.Message) : undefined;
}

/**
 * The same, as it stands in a message of SQS unless raw delivery is on.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function snsNotification(event: object, place: Place): Contents | undefined {
  return hasMessage(event) ? place.open('Message', event.Message) : undefined;
}

function hasMessage(value: unknown): value is { readonly Message: string } {
  return isObject(value) && 'Message' in value && typeof value.Message === 'string';
}
