import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** How often a message is tried. */
export const MAX_RECEIVE_COUNT = 5;
/** The most that SQS keeps a message: it has to outlive a collector that is down for a weekend. */
const RETENTION = Duration.days(14);

export interface Queues {
  /** What S3 or EventBridge tells. */
  readonly events: Queue;
  /** What an invocation had no time for. */
  readonly rest: Queue;
  /** What failed again and again, of both. */
  readonly deadLetters: Queue;
}

/** The queues of a function of this name and time-out, encrypted by SQS, over TLS alone. */
export function queuesFor(scope: Construct, name: string, timeout: Duration): Queues {
  const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: RETENTION };
  const deadLetters = new Queue(scope, 'DeadLetterQueue', { ...common, queueName: `${name}-failed` });
  const working = {
    ...common,
    visibilityTimeout: visibilityOf(timeout),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
  };
  return {
    events: new Queue(scope, 'Queue', { ...working, queueName: `${name}-events` }),
    rest: new Queue(scope, 'ContinueQueue', { ...working, queueName: `${name}-rest` }),
    deadLetters,
  };
}

/** Six times the function's, as AWS advises: Lambda may hold a message back before it invokes. */
export function visibilityOf(timeout: Duration): Duration {
  return Duration.seconds(6 * timeout.toSeconds());
}
