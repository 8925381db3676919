import { Aws, Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnBucket, EventType, type IBucket } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { closedBucket } from './closed-bucket.ts';
import type { LogSource } from './props.ts';
import type { Queues } from './queues.ts';

/** Lets objects that are created tell the queue of events. Gives their bucket, which may be a new one. */
export function sourceFor(scope: Construct, name: string, source: LogSource, queues: Queues): IBucket {
  const { bucket, notifications = 's3', prefix, suffix } = source;
  if (bucket === undefined) return newBucket(scope, name, source, queues.events);
  if (notifications === 'eventbridge') followEvents(scope, bucket, source, queues);
  else {
    const filters = prefix === undefined && suffix === undefined ? [] : [{ prefix, suffix }];
    bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queues.events), ...filters);
  }
  return bucket;
}

/** Its notifications are its own property: that takes no function which configures buckets. */
function newBucket(scope: Construct, name: string, source: LogSource, queue: Queue): IBucket {
  const { bucketName = bucketNameOf(name), expireAfter, prefix = '', suffix = '', loadBalancers = true } = source;
  const bucket = closedBucket(scope, 'Bucket', { bucketName, expireAfter });
  const rules = Object.entries({ prefix, suffix }).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }]));
  const filter = rules.length === 0 ? {} : { filter: { s3Key: { rules } } };
  const notified = { event: 's3:ObjectCreated:*', queue: queue.queueArn, ...filter };
  const resource = bucket.node.defaultChild;
  if (resource instanceof CfnBucket) resource.notificationConfiguration = { queueConfigurations: [notified] };
  const allowed = queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        // By its name, because the bucket itself can only be made when this is allowed.
        ArnEquals: { 'aws:SourceArn': `arn:${Aws.PARTITION}:s3:::${bucketName}` },
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      },
    }),
  );
  if (allowed.policyDependable !== undefined) bucket.node.addDependency(allowed.policyDependable);
  if (loadBalancers) letLoadBalancersWrite(bucket, prefix);
  return bucket;
}

/** Names of buckets are those of all of AWS. */
function bucketNameOf(name: string): string {
  return `${name.toLowerCase().replaceAll('_', '-')}-${Aws.ACCOUNT_ID}`;
}

/** As the documentation of application and classic load balancers has it: the account is in the key. */
function letLoadBalancersWrite(bucket: IBucket, prefix: string): void {
  const [above = ''] = prefix.split('AWSLogs');
  const folder = above === '' || above.endsWith('/') ? above : `${above}/`;
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${folder}AWSLogs/${Aws.ACCOUNT_ID}/*`)],
    }),
  );
}

function followEvents(scope: Construct, bucket: IBucket, source: LogSource, { events, deadLetters }: Queues): void {
  const rule = new Rule(scope, 'Created', {
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket.bucketName] }, ...keysOf(source) },
    },
  });
  rule.addTarget(new SqsQueue(events, { deadLetterQueue: deadLetters, maxEventAge: Duration.hours(24) }));
}

function keysOf({ prefix = '', suffix = '' }: LogSource): Readonly<Record<string, unknown>> {
  if (prefix !== '' && suffix !== '') {
    return { object: { key: Match.wildcard(`${escaped(prefix)}*${escaped(suffix)}`) } };
  }
  if (prefix !== '') return { object: { key: Match.prefix(prefix) } };
  return suffix === '' ? {} : { object: { key: Match.suffix(suffix) } };
}

/** A wildcard's star and backslash, as they are. */
function escaped(text: string): string {
  return text.replace(/[*\\]/g, '\\$&');
}
