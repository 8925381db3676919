import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { credentials } from '../s3.ts';
import type { Answer } from './runtime-api.ts';

export interface Round {
  readonly messageIds: readonly string[];
  /** The messages that are to come again. */
  readonly failed: readonly string[];
  readonly answer: Answer;
}

/** A queue, and what Lambda does with one that invokes a function. */
export class EventSource {
  readonly url: string;
  readonly #client: SQSClient;

  /** Makes the queue on the emulator that listens there. */
  static async on(endpointUrl: string, name: string): Promise<EventSource> {
    const client = new SQSClient({ endpoint: endpointUrl, region: 'us-east-1', credentials });
    const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
    return new EventSource(client, url);
  }

  private constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.url = url;
  }

  /** Sends what S3 sends when an object was created; gives the id of the message. */
  async notify(bucket: string, key: string): Promise<string> {
    const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
    const s3 = { bucket: { name: bucket }, object: { key: encoded } };
    const body = { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] };
    const message = new SendMessageCommand({ QueueUrl: this.url, MessageBody: JSON.stringify(body) });
    return (await this.#client.send(message)).MessageId ?? '';
  }

  /**
   * Takes up to ten messages, gives them to the function as one event, and deletes those that it has dealt with: all but the
   * ones in `batchItemFailures`, none where it failed. Undefined: there is no message.
   */
  async round(invoke: (event: unknown) => Promise<Answer>): Promise<Round | undefined> {
    const take = new ReceiveMessageCommand({ QueueUrl: this.url, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await this.#client.send(take);
    if (Messages.length === 0) return undefined;
    const answer = await invoke({
      Records: Messages.map(({ MessageId, ReceiptHandle, Body, MD5OfBody }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1773478800000', SenderId: 'AIDA' },
        messageAttributes: {},
        md5OfBody: MD5OfBody,
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:logs',
        awsRegion: 'us-east-1',
      })),
    });
    const messageIds = Messages.map(({ MessageId = '' }) => MessageId);
    const failed = 'error' in answer ? messageIds : failedIn(answer.response);
    const done = Messages.filter(({ MessageId = '' }) => !failed.includes(MessageId));
    if (done.length > 0) {
      const Entries = done.map(({ MessageId: Id, ReceiptHandle }) => ({ Id, ReceiptHandle }));
      await this.#client.send(new DeleteMessageBatchCommand({ QueueUrl: this.url, Entries }));
    }
    return { messageIds, failed, answer };
  }

  close(): void {
    this.#client.destroy();
  }
}

function failedIn(response: unknown): readonly string[] {
  const items: unknown =
    typeof response === 'object' && response !== null ? Reflect.get(response, 'batchItemFailures') : undefined;
  if (!Array.isArray(items)) return [];
  return items.map((item: unknown) =>
    typeof item === 'object' && item !== null && 'itemIdentifier' in item ? String(item.itemIdentifier) : '',
  );
}
