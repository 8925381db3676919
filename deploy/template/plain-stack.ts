import { Aws, BootstraplessSynthesizer, CfnElement, Fn, Stack, Validations, type CfnCondition } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Code } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { LogShipper } from '../lib/index.ts';
import { interfaceStatements } from '../lib/role.ts';
import { given, parametersOf } from './parameters.ts';

/** The same as `LogShipper` makes, for an existing bucket, with parameters in place of props. */
export class PlainStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'logflume: ships logs from S3 to a TCP collector',
      synthesizer: new BootstraplessSynthesizer(),
      analyticsReporting: false,
    });
    const parameters = parametersOf(this);
    const shipper = new LogShipper(this, 'Shipper', {
      environment: parameters.environment.valueAsString,
      component: parameters.component.valueAsString,
      code: Code.fromBucket(
        Bucket.fromBucketName(this, 'Packages', parameters.codeBucket.valueAsString),
        parameters.codeKey.valueAsString,
      ),
      to: parameters.to.valueAsString,
      settings: { format: parameters.format.valueAsString },
      source: {
        bucket: Bucket.fromBucketName(this, 'Source', parameters.bucketName.valueAsString),
        prefix: parameters.prefix.valueAsString,
        notifications: 'eventbridge',
      },
      memoryMiB: parameters.memoryMiB.valueAsNumber,
      queue: { maxConcurrency: parameters.maxConcurrency.valueAsNumber },
      deadLetters: {},
    });
    this.#leaveOpen(shipper, parameters);
    // The rules take the empty defaults of parameters for values, where conditions keep them from being used.
    const reason = 'behind a condition';
    const ids = ['F3031', 'E1150', 'W1030'].map((id) => `CloudFormation-Validate::${id}`);
    Validations.of(this).acknowledge(...ids.map((id) => ({ id, reason })));
  }

  /** What is there only where its parameter was given. */
  #leaveOpen(shipper: LogShipper, parameters: ReturnType<typeof parametersOf>): void {
    const inVpc = given(this, 'InVpc', parameters.subnetIds);
    const encrypted = given(this, 'Encrypted', parameters.bucketKeyArn);
    const told = given(this, 'AlarmsTell', parameters.alarmTopicArn);
    const fn = shipper.function.node.defaultChild;
    if (fn instanceof CfnFunction) {
      const { subnetIds, securityGroupIds, rename, fields, ecs } = parameters;
      const places = { SubnetIds: subnetIds.valueAsList, SecurityGroupIds: securityGroupIds.valueAsList };
      fn.addPropertyOverride('VpcConfig', when(inVpc, places));
      const variables = { RENAME: rename, FIELDS: fields };
      for (const [name, parameter] of Object.entries(variables)) {
        const condition = given(this, `Has${parameter.node.id}`, parameter);
        fn.addPropertyOverride(`Environment.Variables.LOGFLUME_${name}`, when(condition, parameter.valueAsString));
      }
      fn.addPropertyOverride('Environment.Variables.LOGFLUME_ECS', ecs.valueAsString);
    }
    const role = shipper.function.role?.node.defaultChild;
    if (role instanceof CfnRole) {
      const decrypt = { actions: ['kms:Decrypt'], resources: [parameters.bucketKeyArn.valueAsString] };
      // In the role itself: Lambda looks for them when it makes the function.
      role.addPropertyOverride('Policies', [
        when(inVpc, policy('Interfaces', interfaceStatements(shipper.functionName))),
        when(encrypted, policy('Decryption', [new PolicyStatement(decrypt)])),
      ]);
    }
    for (const alarm of shipper.alarms.map(({ node }) => node.defaultChild)) {
      if (!(alarm instanceof CfnAlarm)) continue;
      const actions = when(told, [parameters.alarmTopicArn.valueAsString]);
      alarm.addPropertyOverride('AlarmActions', actions);
      alarm.addPropertyOverride('OKActions', actions);
    }
  }

  /** Names that can be read: without the hashes that keep names of CDK apart. */
  protected override allocateLogicalId(element: CfnElement): string {
    const names = element.node.path.split('/').slice(1);
    const told = names.filter((name) => !['Shipper', 'Resource', 'Default'].includes(name));
    return told.join('').replace(/[^A-Za-z0-9]/g, '');
  }
}

function when(condition: CfnCondition, value: unknown): unknown {
  return Fn.conditionIf(condition.logicalId, value, Aws.NO_VALUE);
}

function policy(name: string, statements: readonly PolicyStatement[]): object {
  return { PolicyName: name, PolicyDocument: new PolicyDocument({ statements: [...statements] }) };
}
