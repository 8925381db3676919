import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { expect } from 'chai';
import { templateWith } from './synth.ts';

interface Mapping {
  readonly Properties: { readonly BatchSize: number };
}

describe('the queues', () => {
  const template = templateWith();

  for (const name of ['events', 'rest']) {
    it(`of ${name} hide a message for six time-outs, and give it up after five attempts`, () => {
      template.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: `production-shop-logs-${name}`,
        VisibilityTimeout: 720,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetterQueue'), 'Arn'] },
          maxReceiveCount: 5,
        },
      });
    });
  }

  it('follow the time-out of the function', () => {
    templateWith(() => ({ timeout: Duration.minutes(5) })).hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'production-shop-logs-events',
      VisibilityTimeout: 1800,
    });
  });

  it('are encrypted, keep messages for two weeks, and refuse plain HTTP', () => {
    template.resourceCountIs('AWS::SQS::Queue', 3);
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    template.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  it('report which messages of a batch failed, and bound the invocations side by side', () => {
    template.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    const mappings = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')) as Mapping[];
    const sizes = mappings.map(({ Properties }) => Properties.BatchSize);
    expect(sizes).to.have.members([10, 1]);
  });

  it('wait for more messages where a window is given', () => {
    const queue = { batchSize: 100, batchWindow: Duration.seconds(20), maxConcurrency: 2 };
    templateWith(() => ({ queue })).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 20,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});
