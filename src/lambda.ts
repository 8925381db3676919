import type { S3Client } from '@aws-sdk/client-s3';
import type { Answer } from './lambda/answer.ts';
import type { BatchResponse } from './lambda/batch-response.ts';
import { shipConfig } from './config.ts';
import { ConfigError } from './errors.ts';
import type { QueueEvent } from './events/event-parts.ts';
import type { BoundFlow } from './flow.ts';
import { forward, runOptionsOf } from './forward.ts';
import { leaveOutMaglev } from './lambda/compilers.ts';
import { handleEvent } from './lambda/handle-event.ts';
import type { Invocation } from './lambda/invocation-clock.ts';
import type { ContinueTo } from './lambda/left-over.ts';
import { metricsPlace, type MetricsOptions } from './lambda/metrics.ts';
import type { LogLevel } from './lambda/run-log.ts';
import type { RunOptions } from './run.ts';
import { s3Client } from './sources/s3-client.ts';
import type { S3ReadOptions } from './sources/s3.ts';
import { CONCURRENCY } from './lambda/side-by-side.ts';
import { sqsQueue } from './lambda/sqs-queue.ts';
import type { Summary } from './summary.ts';

export type { Answer } from './lambda/answer.ts';
export { BatchResponse } from './lambda/batch-response.ts';
export { EventError } from './events/event-error.ts';
export type { QueueEvent } from './events/event-parts.ts';
export type { Invocation } from './lambda/invocation-clock.ts';
export type { ContinueTo } from './lambda/left-over.ts';
export type { MetricsOptions } from './lambda/metrics.ts';
export { ObjectsFailedError, type Failed } from './lambda/objects-failed.ts';
export { sqsQueue } from './lambda/sqs-queue.ts';

export interface HandlerOptions extends Pick<
  RunOptions,
  'rejects' | 'maxRejects' | 'deadLetters' | 'progressTimeoutMs' | 'onEvent'
> {
  /** Used and left open. Default: one that the environment configures, made once and kept from one invocation to the next. */
  readonly client?: S3Client;
  /** How objects are read. */
  readonly reading?: Omit<S3ReadOptions, 'client' | 'clientOptions'>;
  /**
   * How many objects of an event are read side by side, if they are small: each takes a place for every 128 KiB that it has in S3,
   * as the event says, and those that another invocation left take all. Default: 8.
   */
  readonly concurrency?: number;
  /**
   * Whether messages of SQS fail one by one. That needs ReportBatchItemFailures in the event source mapping: without it Lambda
   * deletes the messages that failed, so that this must be false; then any failure fails the invocation. Default: true.
   */
  readonly partialBatches?: boolean;
  /** Takes one line of JSON for every object, newline included. Default: the standard output, which Lambda logs. */
  readonly log?: (line: string) => void;
  /** With `debug`, what runs report on their way is logged too, a line each; nothing that comes with every batch. Default: quiet. */
  readonly logging?: LogLevel;
  /** A line of metrics for every invocation, in CloudWatch's embedded metric format; false: none. */
  readonly metrics?: MetricsOptions | false;
  /**
   * Takes what is left when the time is nearly up, as a message that this handler takes up when SQS brings it back; see
   * `sqsQueue`. Default: none; then the objects fail, and Lambda tries them again.
   */
  readonly continueTo?: ContinueTo | undefined;
  /** How long the sink may take to close, as its own option of that name says. Default: 10,000. */
  readonly closeTimeoutMs?: number;
}

/**
 * What Lambda calls. Resolves once everything that was read is delivered: for messages of SQS to those that failed, else to the
 * summaries of all objects that were begun, in the order of the event. Without `invocation` there is no deadline.
 */
export interface Handler {
  (event: QueueEvent, invocation?: Invocation): Promise<BatchResponse>;
  (event: DirectEvent, invocation?: Invocation): Promise<readonly Summary[]>;
  (event: unknown, invocation?: Invocation): Promise<Answer>;
}

/** Events that do not come from SQS, as far as anybody asks: of S3, SNS, EventBridge, or written by hand. */
export type DirectEvent =
  | { readonly Records: readonly ({ readonly s3: object } | { readonly Sns: object })[] }
  | { readonly 'detail-type': string }
  | { readonly bucket: string; readonly key: string };

/**
 * A Lambda handler for everything that tells of objects in S3 (docs/lambda.md), that runs `flow` for each object, and logs one
 * line for each. When the time is nearly up it reads no more, delivers what was read, and leaves the rest to another
 * invocation (`continueTo`). After all were tried it throws ObjectsFailedError for those that failed, unless they came in
 * messages of SQS of which others did not. EventError for an event that is none, ConfigError for options that are wrong.
 */
export function createHandler(flow: BoundFlow, options: HandlerOptions = {}): Handler {
  const { client, reading, concurrency = CONCURRENCY, partialBatches = true, metrics = {}, ...others } = options;
  const { log = toStdout, logging = 'quiet', continueTo, closeTimeoutMs = 10_000, ...runOptions } = others;
  if (!(Number.isSafeInteger(concurrency) && concurrency >= 1)) {
    throw new ConfigError([`\`concurrency\` must be a whole number from 1 on, got ${concurrency}`], {
      stage: 'handler',
    });
  }
  leaveOutMaglev();
  let kept: Promise<S3Client> | undefined;
  const settings = {
    ...{ client: async () => client ?? (await (kept ??= s3Client())), reading, continueTo, closeTimeoutMs },
    ...{ concurrency, partialBatches, log, logging, runOptions, metrics: metrics && metricsPlace(metrics) },
  };
  return answering((event, invocation) => handleEvent(flow, settings, event, invocation));
}

/** Gives a handler its types: what it answers depends on the event. */
function answering(answer: (event: unknown, invocation?: Invocation) => Promise<Answer>): Handler {
  function handle(event: QueueEvent, invocation?: Invocation): Promise<BatchResponse>;
  function handle(event: DirectEvent, invocation?: Invocation): Promise<readonly Summary[]>;
  function handle(event: unknown, invocation?: Invocation): Promise<Answer>;
  function handle(event: unknown, invocation?: Invocation): Promise<Answer> {
    return answer(event, invocation);
  }
  return handle;
}

let configured: Handler | undefined;

/**
 * The default flow as a Lambda handler, configured by the environment (docs/configuration.md). The environment is read by the
 * first invocation, not by the import: so a wrong one fails the invocation with a ConfigError that lists every problem, where
 * a failed import would only say that the module could not be loaded.
 */
export const handler: Handler = answering(async (event, invocation) => {
  configured ??= await fromEnvironment();
  return configured(event, invocation);
});

async function fromEnvironment(): Promise<Handler> {
  const config = await shipConfig({ env: process.env });
  const {
    continueQueue,
    closeTimeoutMs,
    readAttempts,
    concurrency,
    partialBatches,
    logging,
    metrics: namespace,
  } = config;
  const continueTo = continueQueue === undefined ? undefined : sqsQueue(continueQueue);
  const metrics = namespace === undefined ? (false as const) : { namespace };
  return createHandler(forward(config), {
    ...runOptionsOf(config),
    ...{ continueTo, closeTimeoutMs, reading: { readAttempts }, concurrency, partialBatches, logging, metrics },
  });
}

function toStdout(line: string): void {
  process.stdout.write(line);
}
