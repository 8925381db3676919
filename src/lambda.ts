import type { S3Client } from '@aws-sdk/client-s3';
import { shipConfig } from './config.ts';
import { FlumeError } from './errors.ts';
import { objectsIn, type EventObject } from './events.ts';
import type { BoundFlow } from './flow.ts';
import { forward, runOptionsOf } from './forward.ts';
import { attempt, summaryLine, type Outcome } from './outcome.ts';
import type { RunOptions } from './run.ts';
import { s3Client } from './sources/s3-client.ts';
import { s3Object } from './sources/s3.ts';
import type { Summary } from './summary.ts';

export { EventError } from './events.ts';

export interface HandlerOptions extends Pick<RunOptions, 'rejects' | 'maxRejects' | 'onEvent'> {
  /** Used and left open. Default: one that the environment configures, made once and kept from one invocation to the next. */
  readonly client?: S3Client;
  /** Takes one line of JSON for every object, newline included. Default: the standard output, which Lambda logs. */
  readonly log?: (line: string) => void;
}

/** What Lambda calls: the summaries of all objects, in order, once everything is delivered. */
export type Handler = (event: unknown) => Promise<readonly Summary[]>;

/** Thrown when an object was not delivered; every other one was tried. Names each that failed, and why. */
export class ObjectsFailedError extends FlumeError {
  readonly errors: readonly FlumeError[];
  /** Of all objects, also of those that were delivered. */
  readonly summaries: readonly Summary[];

  constructor(outcomes: readonly Outcome[]) {
    const errors = outcomes.flatMap(({ error }) => error ?? []);
    const told = outcomes.flatMap(({ summary, error }) =>
      error === undefined ? [] : [`${summary.source}: ${error.message}`],
    );
    super(`${errors.length} of ${outcomes.length} objects failed\n${told.join('\n')}`, {
      code: 'ERR_OBJECTS_FAILED',
      stage: 'handler',
      retryable: errors.some(({ retryable }) => retryable),
      cause: errors[0],
    });
    this.errors = errors;
    this.summaries = outcomes.map(({ summary }) => summary);
  }
}

/**
 * A Lambda handler for S3 notifications that runs `flow` for each object, one after the other, and logs one line for
 * each. Throws ObjectsFailedError after all were tried, EventError for an event that is none.
 */
export function createHandler(flow: BoundFlow, options: HandlerOptions = {}): Handler {
  const { client, log = toStdout, ...runOptions } = options;
  let kept: Promise<S3Client> | undefined;

  const ship = async ({ bucket, key }: EventObject): Promise<Outcome> => {
    const source = s3Object({ bucket, key, client: client ?? (await (kept ??= s3Client())) });
    const outcome = await attempt(flow, source, runOptions);
    log(summaryLine(outcome));
    return outcome;
  };

  return async (event) => {
    const { objects, passedOver } = objectsIn(event);
    for (const { bucket, key, event } of passedOver) {
      log(`${JSON.stringify({ source: `s3://${bucket}/${key}`, status: 'passedOver', event })}\n`);
    }
    const outcomes: Outcome[] = [];
    for (const object of objects) outcomes.push(await ship(object));
    if (outcomes.some(({ error }) => error !== undefined)) throw new ObjectsFailedError(outcomes);
    return outcomes.map(({ summary }) => summary);
  };
}

let configured: Handler | undefined;

/**
 * The default flow as a Lambda handler, configured by the environment (docs/configuration.md). The environment is read by the
 * first invocation, not by the import: so a wrong one fails the invocation with a ConfigError that lists every problem, where
 * a failed import would only say that the module could not be loaded.
 */
export const handler: Handler = async (event) => {
  configured ??= await fromEnvironment();
  return configured(event);
};

async function fromEnvironment(): Promise<Handler> {
  const config = await shipConfig({ env: process.env });
  return createHandler(forward(config), runOptionsOf(config));
}

function toStdout(line: string): void {
  process.stdout.write(line);
}
