import { Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { templateWith } from './synth.ts';

describe('dead letters', () => {
  it('have a bucket of their own, in which they are kept for 90 days', () => {
    const template = templateWith(() => ({ deadLetters: {} }));
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: { LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] } },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          LOGFLUME_DEAD_LETTER: {
            'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('Letters') }, '/production-shop-logs']],
          },
        },
      },
    });
  });

  it('go to a bucket and a prefix of yours', () => {
    const template = templateWith((stack) => ({
      deadLetters: { bucket: Bucket.fromBucketName(stack, 'Theirs', 'their-letters'), prefix: 'shop/' },
    }));
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { LOGFLUME_DEAD_LETTER: 's3://their-letters/shop' } },
    });
  });
});
