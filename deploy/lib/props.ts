import type { Duration } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { IPeer, ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Architecture, Code } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Settings } from './settings.ts';

export interface LogShipperProps {
  /** With `component` the name of the function, `<environment>-<component>`, and the beginning of all other names. */
  readonly environment: string;
  readonly component: string;
  /** The package: `Code.fromAsset('dist/logflume-lambda-<version>.zip')`. */
  readonly code: Code;
  /** Where records go: `tcp://host:port` or `tls://host:port`. */
  readonly to: string;
  /** Default: those of the function. */
  readonly settings?: Settings | undefined;
  /** Default: a bucket of its own. */
  readonly source?: LogSource | undefined;
  /** Default: 256. Below, the client of S3 and a log in gzip do not fit; above, it is faster. See docs/deploying.md. */
  readonly memoryMiB?: number | undefined;
  /** At least twice `settings.closeTimeoutMs`. Default: 2 minutes; what is left then goes through the continue queue. */
  readonly timeout?: Duration | undefined;
  /** Default: `Architecture.ARM_64`. */
  readonly architecture?: Architecture | undefined;
  /** Default: none reserved. */
  readonly reservedConcurrency?: number | undefined;
  readonly queue?: QueueProps | undefined;
  /** Where what cannot be sent is kept. Default: nowhere; the message fails, and comes again. */
  readonly deadLetters?: DeadLetterProps | undefined;
  /** Default: none; the collector is reached over the internet. */
  readonly network?: NetworkProps | undefined;
  /** Default: one month. */
  readonly logRetention?: RetentionDays | undefined;
  readonly alarms?: AlarmProps | undefined;
  /** Default: true. */
  readonly dashboard?: boolean | undefined;
  /** Lets events invoke this alias, which `logflume deploy --alias` moves. Default: they invoke the newest code. */
  readonly alias?: string | undefined;
}

/** Which objects are read. */
export interface LogSource {
  /** Default: a new one, `<environment>-<component>-<account>`, encrypted, closed to the public, and kept when the stack goes. */
  readonly bucket?: IBucket | undefined;
  /** Of a new bucket. */
  readonly bucketName?: string | undefined;
  /** Keys begin with it. Default: any. */
  readonly prefix?: string | undefined;
  /** Keys end with it. Default: any. */
  readonly suffix?: string | undefined;
  /** The key that the objects of a bucket that exists are encrypted with. Default: S3's own. */
  readonly encryptionKey?: IKey | undefined;
  /**
   * How an existing bucket tells of new objects. `s3`: CDK adds to its notifications. `eventbridge`: a rule; the bucket
   * must send its events to EventBridge, and its configuration is left alone. Default: `s3`.
   */
  readonly notifications?: 's3' | 'eventbridge' | undefined;
  /** Of a new bucket: load balancers of this account may write their logs below the prefix. Default: true. */
  readonly loadBalancers?: boolean | undefined;
  /** Of a new bucket: how long objects are kept. Default: for ever. */
  readonly expireAfter?: Duration | undefined;
}

/** How events come from the queue. */
export interface QueueProps {
  /** Messages for one invocation. Default: 10; more than 10 need a window. */
  readonly batchSize?: number | undefined;
  /** How long to wait for more. Default: not at all. */
  readonly batchWindow?: Duration | undefined;
  /** Invocations side by side, from 2 to 1000; each has `settings.connections` to the collector for each object. Default: 10. */
  readonly maxConcurrency?: number | undefined;
}

/** A bucket for dead letters. */
export interface DeadLetterProps {
  /** Default: a new one. */
  readonly bucket?: IBucket | undefined;
  /** Default: the name of the function. */
  readonly prefix?: string | undefined;
  /** Of a new bucket: how long they are kept. Default: 90 days. */
  readonly expireAfter?: Duration | undefined;
}

/** The network in which the collector is. */
export interface NetworkProps {
  readonly vpc: IVpc;
  /** Default: private subnets with a way out; isolated ones where there are none. */
  readonly subnets?: SubnetSelection | undefined;
  /** Default: a new one, which lets out to the collector's port, and to HTTPS for S3 and SQS. */
  readonly securityGroup?: ISecurityGroup | undefined;
  /** Whom a new security group lets out to, on the collector's port. Default: any address in the VPC. */
  readonly collector?: IPeer | undefined;
  /** Makes the endpoints for S3 and SQS that a network without a NAT gateway needs, once a VPC. Default: false. */
  readonly endpoints?: boolean | undefined;
}

export interface AlarmProps {
  /** What they do. Default: nothing; they can be seen. */
  readonly actions?: readonly IAlarmAction[] | undefined;
  /** The oldest message may wait this long. Default: three times the queue's visibility time-out. */
  readonly maxAge?: Duration | undefined;
  /** Alarms where there is no invocation for so long, up to a day. Default: no such alarm. */
  readonly quietFor?: Duration | undefined;
}
