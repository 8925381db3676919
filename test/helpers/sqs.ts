import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { credentials } from './s3.ts';

export interface Queue {
  readonly url: string;
  /** All messages that wait, as Lambda would hand them to a function, and takes them off; undefined: none. */
  take(): Promise<{ readonly Records: readonly { readonly eventSource: string; readonly body: string }[] } | undefined>;
  close(): void;
}

/** A queue on the emulator that listens there. */
export async function startQueue(endpointUrl: string, name = 'rest'): Promise<Queue> {
  const client = new SQSClient({ endpoint: endpointUrl, region: 'us-east-1', credentials });
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
  return {
    url,
    async take() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
      );
      for (const { ReceiptHandle } of Messages) {
        await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
      }
      if (Messages.length === 0) return undefined;
      return { Records: Messages.map(({ Body = '' }) => ({ eventSource: 'aws:sqs', body: Body })) };
    },
    close: () => client.destroy(),
  };
}
