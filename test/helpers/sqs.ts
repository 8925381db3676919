import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import type { BatchResponse, QueueEvent } from '../../src/lambda.ts';
import { sqsMessage } from './aws-events.ts';
import { credentials } from './s3.ts';

export interface Queue {
  readonly url: string;
  /** Puts a message in; resolves to its id. */
  send(body: unknown): Promise<string>;
  /** Up to ten messages that wait, as Lambda would hand them to a function, and takes them off; undefined: none. */
  take(): Promise<QueueEvent | undefined>;
  /** Hands a function up to ten messages that wait, and takes those off that it does not give back, as Lambda does. */
  invoke(handle: (event: QueueEvent) => Promise<BatchResponse>): Promise<BatchResponse>;
  close(): void;
}

/** A queue on the emulator that listens there. */
export async function startQueue(endpointUrl: string, name = 'rest'): Promise<Queue> {
  const client = new SQSClient({ endpoint: endpointUrl, region: 'us-east-1', credentials });
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
  const place = { QueueUrl: url };
  const receive = async (): Promise<readonly Message[]> => {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ ...place, MaxNumberOfMessages: 10 }));
    return Messages;
  };
  const remove = ({ ReceiptHandle }: Message) => client.send(new DeleteMessageCommand({ ...place, ReceiptHandle }));
  const eventOf = (messages: readonly Message[]): QueueEvent => {
    return { Records: messages.map(({ MessageId = '', Body }) => sqsMessage(MessageId, Body)) };
  };
  return {
    url,
    async send(body) {
      const { MessageId = '' } = await client.send(
        new SendMessageCommand({ ...place, MessageBody: JSON.stringify(body) }),
      );
      return MessageId;
    },
    async take() {
      const messages = await receive();
      for (const message of messages) await remove(message);
      return messages.length === 0 ? undefined : eventOf(messages);
    },
    async invoke(handle) {
      const messages = await receive();
      const answer = await handle(eventOf(messages));
      const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const again = { ...place, VisibilityTimeout: 0 };
      for (const message of messages) {
        const { MessageId = '', ReceiptHandle } = message;
        if (!failed.has(MessageId)) await remove(message);
        else await client.send(new ChangeMessageVisibilityCommand({ ...again, ReceiptHandle }));
      }
      return answer;
    },
    close: () => client.destroy(),
  };
}
