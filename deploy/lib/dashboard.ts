import { AlarmStatusWidget, Dashboard, GraphWidget, Stats, type Alarm, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Watched } from './alarms.ts';
import { flumeMetric, type FlumeMetric } from './metrics.ts';

/** One page for one function: what came, what became of it, what waits, what it took. */
export function dashboardFor(scope: Construct, { name, fn, queues }: Watched, alarms: readonly Alarm[]): Dashboard {
  const own = (...names: readonly FlumeMetric[]): IMetric[] => names.map((metric) => flumeMetric(name, metric));
  const graph = (title: string, left: IMetric[], right: IMetric[] = []): GraphWidget =>
    new GraphWidget({ title, left, right, width: 12, height: 6 });
  const durations = [Stats.p(50), Stats.p(99), Stats.MAXIMUM].map((statistic) =>
    fn.metricDuration({ statistic, label: `${name} ${statistic}` }),
  );
  const oldest = { statistic: Stats.MAXIMUM };
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: name,
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 3 })],
      [
        graph('Lines', own('Lines', 'Rejected', 'DeadLettered', 'Undelivered')),
        graph('Objects', own('Objects', 'ObjectsFailed', 'ObjectsGone'), own('Resumes')),
      ],
      [
        graph('Bytes', own('BytesRead', 'BytesSent'), own('DuplicatesPossible')),
        graph('Invocations', [fn.metricInvocations(), fn.metricErrors(), fn.metricThrottles()]),
      ],
      [
        graph('Duration', durations),
        graph(
          'Queues',
          [queues.events, queues.rest, queues.deadLetters].map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible(oldest),
          ),
          [queues.events, queues.rest].map((queue) => queue.metricApproximateAgeOfOldestMessage(oldest)),
        ),
      ],
    ],
  });
}
