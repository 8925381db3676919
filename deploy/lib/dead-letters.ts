import { Duration } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { closedBucket } from './closed-bucket.ts';
import type { DeadLetterProps } from './props.ts';

/** Where the function keeps what it cannot send. */
export interface LetterPlace {
  readonly bucket: IBucket;
  /** Without a slash at its end. */
  readonly prefix: string;
  /** As the function takes it: `s3://bucket/prefix`. */
  readonly uri: string;
}

const KEPT = Duration.days(90);

export function letterPlace(scope: Construct, name: string, props: DeadLetterProps): LetterPlace {
  const { expireAfter = KEPT } = props;
  const bucket = props.bucket ?? closedBucket(scope, 'Letters', { expireAfter });
  const prefix = (props.prefix ?? name).replace(/\/+$/, '');
  return { bucket, prefix, uri: `s3://${bucket.bucketName}/${prefix}` };
}
