import { Duration } from 'aws-cdk-lib';
import { Metric, Stats, Unit, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/** The names of what the function itself measures; docs/lambda.md says what each counts. */
export type FlumeMetric =
  | 'Objects'
  | 'ObjectsFailed'
  | 'ObjectsGone'
  | 'Lines'
  | 'Rejected'
  | 'DeadLettered'
  | 'Undelivered'
  | 'BytesRead'
  | 'BytesSent'
  | 'Duration'
  | 'Resumes'
  | 'DuplicatesPossible';

export const NAMESPACE = 'Logflume';

/** One of them, for one function: sums of five minutes, unless something else is asked for. */
export function flumeMetric(functionName: string, metricName: FlumeMetric, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { FunctionName: functionName },
    statistic: Stats.SUM,
    period: Duration.minutes(5),
    ...(metricName === 'Duration' ? { unit: Unit.MILLISECONDS } : {}),
    ...options,
  });
}
