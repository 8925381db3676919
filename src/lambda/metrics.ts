import type { Settled } from './ship-object.ts';
import type { Summary } from '../summary.ts';

export interface MetricsOptions {
  /** Default: `Logflume`. */
  readonly namespace?: string | undefined;
  /** The one dimension. Default: AWS_LAMBDA_FUNCTION_NAME, which Lambda sets; without it there are no metrics. */
  readonly functionName?: string | undefined;
}

/** What stands for `namespace`. */
export const METRICS_NAMESPACE = 'Logflume';

/** Where metrics go. */
export interface MetricsPlace {
  readonly namespace: string;
  readonly functionName: string;
}

/** Where they go; undefined: nobody would know whose they are. */
export function metricsPlace(options: MetricsOptions): MetricsPlace | undefined {
  const { namespace = METRICS_NAMESPACE, functionName = process.env.AWS_LAMBDA_FUNCTION_NAME } = options;
  return functionName === undefined ? undefined : { namespace, functionName };
}

/** What one invocation did. */
export interface InvocationTally {
  readonly summaries: readonly Summary[];
  /** Objects that were to be read, and messages that were not understood. */
  readonly objects: number;
  /** Of these, those that were not delivered as a whole, nor left to another invocation. */
  readonly failed: number;
  /** Objects that were deleted before they were read. */
  readonly gone: number;
  readonly durationMs: number;
}

/** The part of it that comes of what became of each task. */
export function tallyOf(settled: readonly Settled[]): Omit<InvocationTally, 'durationMs'> {
  return {
    summaries: settled.flatMap(({ summary }) => summary ?? []),
    objects: settled.length,
    failed: settled.filter(({ error }) => error !== undefined).length,
    gone: settled.filter(({ gone }) => gone === true).length,
  };
}

type Unit = 'Count' | 'Bytes' | 'Milliseconds';
type Metric = readonly [name: string, unit: Unit, value: (tally: InvocationTally) => number];

const sum =
  (of: (summary: Summary) => number) =>
  ({ summaries }: InvocationTally): number =>
    summaries.reduce((total, summary) => total + of(summary), 0);

/** Every metric: alarms and dashboards go by these names. */
export const metrics: readonly Metric[] = [
  ['Objects', 'Count', ({ objects }) => objects],
  ['ObjectsFailed', 'Count', ({ failed }) => failed],
  ['ObjectsGone', 'Count', ({ gone }) => gone],
  ['Lines', 'Count', sum(({ lines }) => lines.encountered)],
  ['Rejected', 'Count', sum(({ failures }) => failures.parsing.total + failures.transforming.total)],
  ['DeadLettered', 'Count', sum(({ rejects, deadLetters }) => rejects.deadLettered + deadLetters.records)],
  ['Undelivered', 'Count', sum(undelivered)],
  ['BytesRead', 'Bytes', sum(({ bytes }) => bytes.read)],
  ['BytesSent', 'Bytes', sum(({ bytes }) => bytes.sent)],
  ['Duration', 'Milliseconds', ({ durationMs }) => Math.round(durationMs)],
  ['Resumes', 'Count', sum(({ reads }) => reads.resumed)],
  ['DuplicatesPossible', 'Count', sum(({ resent }) => resent.records + resent.rejects)],
];

/** What was met and is neither sent, skipped, filtered, dropped by choice nor with the dead letters. */
function undelivered({ failures, deadLetters, rejects }: Summary): number {
  return failures.sending.total - deadLetters.records + rejects.undelivered;
}

/**
 * One line of CloudWatch's embedded metric format, of which CloudWatch makes metrics when it is logged, LF included.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricsLine(tally: InvocationTally, { functionName, namespace }: MetricsPlace): string {
  const Metrics = metrics.map(([Name, Unit]) => ({ Name, Unit }));
  const directive = { Namespace: namespace, Dimensions: [['FunctionName']], Metrics };
  const values = metrics.map(([name, , value]) => [name, value(tally)] as const);
  return `${JSON.stringify({
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] },
    FunctionName: functionName,
    ...Object.fromEntries(values),
  })}\n`;
}
