import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { LetterPlace } from './dead-letters.ts';
import type { LogSource } from './props.ts';

export interface Access {
  readonly functionName: string;
  readonly logs: ILogGroup;
  readonly bucket: IBucket;
  readonly source: LogSource;
  readonly rest: IQueue;
  readonly letters: LetterPlace | undefined;
  readonly inVpc: boolean;
}

/** What the function may do, besides taking messages off its queues, which their event sources add. */
export function roleFor(scope: Construct, access: Access): Role {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What ${access.functionName} may do`,
  });
  for (const statement of statementsOf(access)) role.addToPolicy(statement);
  access.source.encryptionKey?.grantDecrypt(role);
  return role;
}

function statementsOf({
  functionName,
  logs,
  bucket,
  source,
  rest,
  letters,
  inVpc,
}: Access): readonly PolicyStatement[] {
  const allow = (actions: readonly string[], resource: string): PolicyStatement =>
    new PolicyStatement({ actions: [...actions], resources: [resource] });
  return [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `${logs.logGroupArn}:*`),
    allow(['s3:GetObject'], bucket.arnForObjects(`${source.prefix ?? ''}*`)),
    // Without it a missing object looks like a forbidden one. A condition on the prefix would not hold when S3 asks.
    allow(['s3:ListBucket'], bucket.bucketArn),
    allow(['sqs:SendMessage'], rest.queueArn),
    ...(letters === undefined ? [] : [allow(['s3:PutObject'], letters.bucket.arnForObjects(`${letters.prefix}/*`))]),
    ...(inVpc ? interfaceStatements(functionName) : []),
  ];
}

/** Lambda makes network interfaces in the name of the role; none of these actions knows a narrower resource. The code itself may not. */
export function interfaceStatements(functionName: string): readonly PolicyStatement[] {
  const actions = [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ];
  const itself = `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:${functionName}`;
  const conditions = { ArnEquals: { 'lambda:SourceFunctionArn': itself } };
  return [
    new PolicyStatement({ actions, resources: ['*'] }),
    new PolicyStatement({ effect: Effect.DENY, actions, resources: ['*'], conditions }),
  ];
}
