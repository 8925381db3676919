import { Duration } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { templateWith } from './synth.ts';

const existing = (source: object): Template =>
  templateWith((stack) => ({ source: { bucket: Bucket.fromBucketName(stack, 'Theirs', 'their-logs'), ...source } }));

describe('the bucket', () => {
  it('is a new one, closed and kept, that tells the queue of what is created', () => {
    const template = templateWith(() => ({
      source: { prefix: 'AWSLogs/', suffix: '.gz', expireAfter: Duration.days(30) },
    }));
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      DependsOn: [Match.stringLikeRegexp('QueuePolicy')],
      Properties: {
        BucketName: { 'Fn::Join': ['', ['production-shop-logs-', { Ref: 'AWS::AccountId' }]] },
        BucketEncryption: Match.anyValue(),
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30 })] },
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              Event: 's3:ObjectCreated:*',
              Queue: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ShopQueue'), 'Arn'] },
              Filter: {
                S3Key: {
                  Rules: [
                    { Name: 'prefix', Value: 'AWSLogs/' },
                    { Name: 'suffix', Value: '.gz' },
                  ],
                },
              },
            },
          ],
        },
      },
    });
  });

  it('alone may send to the queue', () => {
    templateWith().hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Principal: { Service: 's3.amazonaws.com' },
            Condition: {
              ArnEquals: { 'aws:SourceArn': Match.anyValue() },
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            },
          }),
        ]),
      },
    });
  });

  for (const [prefix, folder] of [
    ['', '/AWSLogs/'],
    ['shop', '/shop/AWSLogs/'],
    ['shop/AWSLogs/', '/shop/AWSLogs/'],
  ] as const) {
    it(`lets load balancers of the account write below ${JSON.stringify(prefix)}`, () => {
      templateWith(() => ({ source: { prefix } })).hasResourceProperties('AWS::S3::BucketPolicy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Action: 's3:PutObject',
              Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
              Resource: { 'Fn::Join': ['', Match.arrayWith([folder, { Ref: 'AWS::AccountId' }, '/*'])] },
            }),
          ]),
        },
      });
    });
  }

  it('may be there already, and gets one more notification', () => {
    const template = existing({ prefix: 'elb/' });
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.hasResourceProperties('Custom::S3BucketNotifications', {
      BucketName: 'their-logs',
      NotificationConfiguration: {
        QueueConfigurations: [
          Match.objectLike({
            Events: ['s3:ObjectCreated:*'],
            Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'elb/' }] } },
          }),
        ],
      },
    });
  });

  for (const [source, key] of [
    [{}, undefined],
    [{ prefix: 'elb/' }, [{ prefix: 'elb/' }]],
    [{ suffix: '.gz' }, [{ suffix: '.gz' }]],
    [{ prefix: 'a*b/', suffix: '.gz' }, [{ wildcard: 'a\\*b/*.gz' }]],
  ] as const) {
    it(`may be there already, and be followed through EventBridge: ${JSON.stringify(source)}`, () => {
      const template = existing({ ...source, notifications: 'eventbridge' });
      template.resourceCountIs('Custom::S3BucketNotifications', 0);
      template.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: { bucket: { name: ['their-logs'] }, ...(key === undefined ? {} : { object: { key } }) },
        },
        Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
      });
    });
  }
});
