import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface ClosedBucketProps {
  /** Default: one that CloudFormation makes up. */
  readonly bucketName?: string | undefined;
  readonly expireAfter: Duration | undefined;
}

/** A bucket for logs: encrypted by S3, over TLS alone, never public, and kept when the stack goes. */
export function closedBucket(scope: Construct, id: string, { bucketName, expireAfter }: ClosedBucketProps): Bucket {
  return new Bucket(scope, id, {
    bucketName,
    // Load balancers can write to no other.
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      {
        abortIncompleteMultipartUploadAfter: Duration.days(7),
        ...(expireAfter === undefined ? {} : { expiration: expireAfter }),
      },
    ],
  });
}
