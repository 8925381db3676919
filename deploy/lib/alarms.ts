import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { flumeMetric } from './metrics.ts';
import type { AlarmProps } from './props.ts';
import { visibilityOf, type Queues } from './queues.ts';

export interface Watched {
  /** Of the function; the names of the alarms begin with it. */
  readonly name: string;
  readonly fn: IFunction;
  readonly queues: Queues;
  readonly timeout: Duration;
}

interface Rule {
  readonly about: string;
  readonly metric: IMetric;
  /** Default: 1. */
  readonly threshold?: number;
  /** In a row. Default: 1. */
  readonly periods?: number;
  /** Default: too much of it. */
  readonly tooLittle?: boolean;
}

/** What goes wrong for longer than a retry takes, a rule each; a receiver that is away for a minute raises none. */
function rules(
  { name, fn, queues, timeout }: Watched,
  { maxAge, quietFor }: AlarmProps,
): Readonly<Record<string, Rule>> {
  const period = Duration.minutes(5);
  const retry = Duration.minutes(15);
  const ageLimit = (maxAge ?? Duration.seconds(3 * visibilityOf(timeout).toSeconds())).toSeconds();
  const oldest = { period, statistic: Stats.MAXIMUM };
  const waiting = queues.deadLetters.metricApproximateNumberOfMessagesVisible(oldest);
  return {
    Errors: { about: 'invocations fail: time-outs, memory, configuration', metric: fn.metricErrors({ period }) },
    Throttles: { about: 'there is no concurrency left', metric: fn.metricThrottles({ period }), periods: 3 },
    OldestMessage: {
      about: 'objects wait to be read',
      metric: queues.events.metricApproximateAgeOfOldestMessage(oldest),
      threshold: ageLimit,
    },
    OldestRest: {
      about: 'parts of objects wait to be read',
      metric: queues.rest.metricApproximateAgeOfOldestMessage(oldest),
      threshold: ageLimit,
    },
    FailedMessages: { about: 'messages failed again and again; see the queue', metric: waiting },
    ObjectsFailed: {
      about: 'objects fail, and go on failing when they are tried again',
      metric: flumeMetric(name, 'ObjectsFailed', { period: retry }),
      periods: 2,
    },
    Undelivered: {
      about: 'lines are not delivered, and go on so',
      metric: flumeMetric(name, 'Undelivered', { period: retry }),
      periods: 2,
    },
    DeadLettered: { about: 'records are with the dead letters', metric: flumeMetric(name, 'DeadLettered') },
    ...(quietFor === undefined
      ? {}
      : { Quiet: { about: 'no object came', metric: fn.metricInvocations({ period: quietFor }), tooLittle: true } }),
  };
}

/** The alarms of a function, by what they are about; each does what `actions` say, also when all is well again. */
export function alarmsFor(scope: Construct, watched: Watched, props: AlarmProps): readonly Alarm[] {
  const parent = new Construct(scope, 'Alarms');
  return Object.entries(rules(watched, props)).map(
    ([id, { about, metric, threshold = 1, periods = 1, tooLittle = false }]) => {
      const alarm = new Alarm(parent, id, {
        alarmName: `${watched.name}-${id}`,
        alarmDescription: `${watched.name}: ${about}`,
        metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: tooLittle
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // No object, no figures: that is quiet, and nothing else.
        treatMissingData: tooLittle ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      for (const action of props.actions ?? []) {
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
      }
      return alarm;
    },
  );
}
