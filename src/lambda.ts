import type { S3Client } from '@aws-sdk/client-s3';
import { shipConfig } from './config.ts';
import { FlumeError } from './errors.ts';
import type { EventObject } from './events/contents.ts';
import { contentsOf } from './events/read-event.ts';
import { InvocationClock, type Invocation } from './lambda/invocation-clock.ts';
import { leaveAll, leaveRest, type ContinueTo } from './lambda/left-over.ts';
import type { BoundFlow } from './flow.ts';
import { isLetterFile } from './letter.ts';
import { forward, runOptionsOf } from './forward.ts';
import { attempt, lineOf, summaryLine, type Outcome } from './outcome.ts';
import type { RunOptions } from './run.ts';
import { s3Client } from './sources/s3-client.ts';
import { s3Object, type S3ReadOptions } from './sources/s3.ts';
import { sqsQueue } from './lambda/sqs-queue.ts';
import type { Summary } from './summary.ts';

export { EventError } from './events/event-error.ts';
export { sqsQueue } from './lambda/sqs-queue.ts';
export type { Invocation } from './lambda/invocation-clock.ts';
export type { ContinueTo } from './lambda/left-over.ts';

export interface HandlerOptions extends Pick<
  RunOptions,
  'rejects' | 'maxRejects' | 'deadLetters' | 'progressTimeoutMs' | 'onEvent'
> {
  /** Used and left open. Default: one that the environment configures, made once and kept from one invocation to the next. */
  readonly client?: S3Client;
  /** How objects are read. */
  readonly reading?: Omit<S3ReadOptions, 'client' | 'clientOptions'>;
  /** Takes one line of JSON for every object, newline included. Default: the standard output, which Lambda logs. */
  readonly log?: (line: string) => void;
  /**
   * Takes what is left when the time is nearly up, as a message that this handler takes up when SQS brings it back; see
   * `sqsQueue`. Default: none; then the invocation fails, and Lambda tries the event again.
   */
  readonly continueTo?: ContinueTo | undefined;
  /** How long the sink may take to close, as its own option of that name says. Default: 10,000. */
  readonly closeTimeoutMs?: number;
}

/**
 * What Lambda calls: the summaries of all objects that were begun, in order, once everything that was read is delivered.
 * Without `invocation` there is no deadline.
 */
export type Handler = (event: unknown, invocation?: Invocation) => Promise<readonly Summary[]>;

/** An object that was not delivered, or not as a whole, and why. */
export interface Failed {
  readonly source: string;
  readonly error: FlumeError;
}

/** Thrown when an object was not delivered; every other one was tried. Names each that failed, and why. */
export class ObjectsFailedError extends FlumeError {
  readonly errors: readonly FlumeError[];
  /** Of all objects that were begun, also of those that were delivered. */
  readonly summaries: readonly Summary[];

  constructor(failed: readonly Failed[], summaries: readonly Summary[], objects: number) {
    const errors = failed.map(({ error }) => error);
    const told = failed.map(({ source, error }) => `${source}: ${error.message}`);
    super(`${failed.length} of ${objects} objects failed\n${told.join('\n')}`, {
      code: 'ERR_OBJECTS_FAILED',
      stage: 'handler',
      retryable: errors.some(({ retryable }) => retryable),
      cause: errors[0],
    });
    this.errors = errors;
    this.summaries = summaries;
  }
}

/**
 * A Lambda handler for S3 notifications, also those that come through SQS, that runs `flow` for each object, one after the
 * other, and logs one line for each. When the time is nearly up it reads no more, delivers what was read, and leaves the
 * rest to another invocation (`continueTo`). Throws ObjectsFailedError after all were tried, EventError for an event that
 * is none.
 */
export function createHandler(flow: BoundFlow, options: HandlerOptions = {}): Handler {
  const { client, reading, log = toStdout, continueTo, closeTimeoutMs = 10_000, ...runOptions } = options;
  let kept: Promise<S3Client> | undefined;

  const ship = async ({ bucket, key, checkpoint }: EventObject, clock: InvocationClock): Promise<Outcome> => {
    const shared = client ?? (await (kept ??= s3Client()));
    const source = s3Object({ ...reading, bucket, key, resume: checkpoint, client: shared });
    return attempt(flow, source, clock.during(runOptions, checkpoint?.offset ?? 0));
  };

  /** What became of an object that was begun; a run that was stopped has left its rest, or failed to. */
  const begin = async (object: EventObject, clock: InvocationClock, first: boolean): Promise<Outcome> => {
    const outcome = await ship(object, clock);
    const { summary } = outcome;
    if (summary.status !== 'stopped') return outcome;
    const error = await leaveRest({ object, summary, first }, continueTo);
    return error === undefined ? outcome : { summary, error };
  };

  return async (event, invocation) => {
    const { objects: created, passedOver } = contentsOf(event);
    for (const { source, event } of passedOver) log(lineOf({ source, status: 'passedOver', event }));
    // Read as logs, they would be rejected, and make dead letters that invoke the function again.
    const letters = created.filter(({ key }) => isLetterFile(key));
    for (const { bucket, key, event } of letters) {
      log(lineOf({ source: `s3://${bucket}/${key}`, status: 'passedOver', event, reason: 'it holds dead letters' }));
    }
    const objects = created.filter((object) => !letters.includes(object));
    const clock = new InvocationClock(invocation, closeTimeoutMs);
    const summaries: Summary[] = [];
    const failed: Failed[] = [];
    try {
      for (const object of objects) {
        const source = `s3://${object.bucket}/${object.key}`;
        // The first is tried in any case: an invocation that begins nothing would leave the same to the next, for ever.
        const first = summaries.length === 0;
        if (!first && clock.reached) {
          const error = await leaveAll(object, continueTo);
          if (error !== undefined) failed.push({ source, error });
          log(lineOf({ source, status: 'notBegun' }, error));
        } else {
          const outcome = await begin(object, clock, first);
          const { summary, error } = outcome;
          summaries.push(summary);
          if (error !== undefined) failed.push({ source, error });
          log(summaryLine(outcome));
        }
      }
    } finally {
      clock.stop();
    }
    if (failed.length > 0) throw new ObjectsFailedError(failed, summaries, objects.length);
    return summaries;
  };
}

let configured: Handler | undefined;

/**
 * The default flow as a Lambda handler, configured by the environment (docs/configuration.md). The environment is read by the
 * first invocation, not by the import: so a wrong one fails the invocation with a ConfigError that lists every problem, where
 * a failed import would only say that the module could not be loaded.
 */
export const handler: Handler = async (event, invocation) => {
  configured ??= await fromEnvironment();
  return configured(event, invocation);
};

async function fromEnvironment(): Promise<Handler> {
  const config = await shipConfig({ env: process.env });
  const { continueQueue, closeTimeoutMs, readAttempts } = config;
  const continueTo = continueQueue === undefined ? undefined : sqsQueue(continueQueue);
  return createHandler(forward(config), {
    ...runOptionsOf(config),
    ...{ continueTo, closeTimeoutMs, reading: { readAttempts } },
  });
}

function toStdout(line: string): void {
  process.stdout.write(line);
}
