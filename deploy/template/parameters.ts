import { CfnCondition, CfnParameter, Fn, type Stack } from 'aws-cdk-lib';

const WORD = '^[a-z0-9-]{1,30}$';

/** What people without CDK are asked for; those with a default may be left out. */
export function parametersOf(stack: Stack) {
  const text = (
    id: string,
    description: string,
    more: { default?: string; allowedPattern?: string } = {},
  ): CfnParameter => new CfnParameter(stack, id, { type: 'String', description, ...more });
  const list = (id: string, description: string): CfnParameter =>
    new CfnParameter(stack, id, { type: 'CommaDelimitedList', description, default: '' });
  const number = (id: string, preset: number, min: number, max: number, description: string): CfnParameter =>
    new CfnParameter(stack, id, { type: 'Number', description, default: preset, minValue: min, maxValue: max });
  return {
    environment: text('Environment', 'Such as production; the function is <Environment>-<Component>', {
      allowedPattern: WORD,
    }),
    component: text('Component', 'Such as shop-logs', { allowedPattern: WORD }),
    codeBucket: text('CodeBucket', 'The bucket in this region that has the package'),
    codeKey: text('CodeKey', 'The key of the package, logflume-lambda-<version>.zip'),
    bucketName: text('BucketName', 'The bucket with the logs; it must send its events to EventBridge'),
    prefix: text('Prefix', 'Keys begin with it', { default: '' }),
    bucketKeyArn: text('BucketKeyArn', 'The key of KMS that the logs are encrypted with, where there is one', {
      default: '',
    }),
    to: text('CollectorAddress', 'tcp://host:port or tls://host:port', {
      allowedPattern: '^(tcp|tls)://[^@/\\s]+:[0-9]+$',
    }),
    format: text('Format', 'How lines are read: auto, elb, alb …', { default: 'auto' }),
    ecs: new CfnParameter(stack, 'Ecs', {
      type: 'String',
      description: 'Names of the Elastic Common Schema, for logs of load balancers',
      default: 'off',
      allowedValues: ['on', 'off'],
    }),
    rename: text('Rename', 'Other names for columns: old=new,other=new', { default: '' }),
    fields: text('Fields', 'Constants for every record: name=value,other=value', { default: '' }),
    memoryMiB: number('MemoryMiB', 256, 256, 10_240, 'Memory of the function, and with it its share of a processor'),
    maxConcurrency: number('MaxConcurrency', 10, 2, 1_000, 'Invocations side by side, for each queue'),
    subnetIds: list('SubnetIds', 'Subnets from which the collector, S3 and SQS can be reached; none: no VPC'),
    securityGroupIds: list(
      'SecurityGroupIds',
      'Of the function, where there are subnets: out to the collector and to port 443',
    ),
    alarmTopicArn: text('AlarmTopicArn', 'The topic of SNS that alarms tell', { default: '' }),
  };
}

/** Whether a parameter that may be left out was given. */
export function given(stack: Stack, id: string, parameter: CfnParameter): CfnCondition {
  const text = parameter.type === 'String' ? parameter.valueAsString : Fn.join('', parameter.valueAsList);
  return new CfnCondition(stack, id, { expression: Fn.conditionNot(Fn.conditionEquals(text, '')) });
}
