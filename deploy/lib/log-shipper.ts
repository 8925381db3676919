import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Alarm, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Architecture, Function as LambdaFunction, Runtime, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { alarmsFor } from './alarms.ts';
import { portOf, problemsOf } from './checks.ts';
import { dashboardFor } from './dashboard.ts';
import { letterPlace, type LetterPlace } from './dead-letters.ts';
import { securityGroupFor } from './network.ts';
import type { LogShipperProps, QueueProps } from './props.ts';
import { queuesFor, type Queues } from './queues.ts';
import { roleFor } from './role.ts';
import { variables } from './settings.ts';
import { sourceFor } from './source.ts';

const TIMEOUT = Duration.minutes(2);
const MEMORY_MIB = 256;

/**
 * Everything that ships the logs of one API in one environment: the function, the bucket and its notifications, the queues, the
 * role, the alarms, the dashboard. Throws when something is wrong with the props, and lists all of it.
 */
export class LogShipper extends Construct {
  /** `<environment>-<component>`. */
  readonly functionName: string;
  readonly function: LambdaFunction;
  /** Where the logs are. */
  readonly bucket: IBucket;
  readonly queues: Queues;
  readonly letters: LetterPlace | undefined;
  readonly alarms: readonly Alarm[];
  readonly dashboard: Dashboard | undefined;

  constructor(scope: Construct, id: string, props: LogShipperProps) {
    super(scope, id);
    const problems = problemsOf(props);
    if (problems.length > 0) throw new Error(`LogShipper ${this.node.path}:\n${problems.join('\n')}`);
    const { environment, component, source = {}, timeout = TIMEOUT, deadLetters } = props;
    const name = `${environment}-${component}`;
    this.functionName = name;
    this.queues = queuesFor(this, name, timeout);
    this.bucket = sourceFor(this, name, source, this.queues);
    this.letters = deadLetters === undefined ? undefined : letterPlace(this, name, deadLetters);
    this.function = this.#functionOf(props, timeout);
    this.#listen(props.queue ?? {}, props.alias);
    const watched = { name, fn: this.function, queues: this.queues, timeout };
    this.alarms = alarmsFor(this, watched, props.alarms ?? {});
    this.dashboard = props.dashboard === false ? undefined : dashboardFor(this, watched, this.alarms);
  }

  #functionOf(props: LogShipperProps, timeout: Duration): LambdaFunction {
    const { source = {}, network, reservedConcurrency, logRetention = RetentionDays.ONE_MONTH } = props;
    const { functionName, bucket, letters } = this;
    const { rest } = this.queues;
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = roleFor(this, { functionName, logs, bucket, source, rest, letters, inVpc: network !== undefined });
    return new LambdaFunction(this, 'Function', {
      functionName,
      description: `Ships logs from S3 to ${props.to}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      memorySize: props.memoryMiB ?? MEMORY_MIB,
      timeout,
      role,
      logGroup: logs,
      environment: this.#environment(props),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      ...(network === undefined ? {} : this.#placeIn(network, props.to)),
    });
  }

  #environment({ to, settings = {} }: LogShipperProps): Record<string, string> {
    return {
      LOGFLUME_TO: to,
      ...variables(settings),
      LOGFLUME_CONTINUE_QUEUE: this.queues.rest.queueUrl,
      ...(this.letters === undefined ? {} : { LOGFLUME_DEAD_LETTER: this.letters.uri }),
    };
  }

  #placeIn(network: NonNullable<LogShipperProps['network']>, to: string) {
    const { vpc, subnets } = network;
    const group = securityGroupFor(this, network, portOf(to) ?? 0);
    return { vpc, securityGroups: [group], ...(subnets === undefined ? {} : { vpcSubnets: subnets }) };
  }

  /** Of a batch, only the messages whose objects failed come again. */
  #listen({ batchSize = 10, batchWindow, maxConcurrency = 10 }: QueueProps, alias: string | undefined): void {
    const target: IFunction = alias === undefined ? this.function : this.function.addAlias(alias);
    const common = { reportBatchItemFailures: true, maxConcurrency };
    const window = batchWindow === undefined ? {} : { maxBatchingWindow: batchWindow };
    target.addEventSource(new SqsEventSource(this.queues.events, { ...common, batchSize, ...window }));
    target.addEventSource(new SqsEventSource(this.queues.rest, { ...common, batchSize: 1 }));
  }
}
