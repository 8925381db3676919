import type { S3Client } from '@aws-sdk/client-s3';
import { FlumeError } from '../errors.ts';
import type { EventObject } from '../events/contents.ts';
import type { BoundFlow } from '../flow.ts';
import { leaveToCollector } from '../kernel/index.ts';
import type { InvocationClock } from './invocation-clock.ts';
import type { Task } from './lanes.ts';
import { leaveAll, leaveRest, type ContinueTo } from './left-over.ts';
import { attempt, type Outcome } from '../outcome.ts';
import { eventLine, type LogLevel } from './run-log.ts';
import type { RunOptions } from '../run.ts';
import { isGone } from '../sources/s3-errors.ts';
import { s3Object, type S3ReadOptions } from '../sources/s3.ts';
import type { Summary } from '../summary.ts';

/** What became of a task. */
export interface Settled {
  readonly task: Task;
  readonly source: string;
  /** What the log says of it, the error apart. */
  readonly told: object;
  /** Of an object that was begun, and was there. */
  readonly summary?: Summary;
  /** Absent where there is nothing that an invocation of the same event has to do. */
  readonly error?: FlumeError | undefined;
  /** Whether it was deleted before it was read. */
  readonly gone?: boolean;
}

export interface ShippingOptions {
  readonly client: () => Promise<S3Client>;
  readonly reading: Omit<S3ReadOptions, 'client' | 'clientOptions'> | undefined;
  readonly continueTo: ContinueTo | undefined;
  readonly runOptions: RunOptions;
  readonly logging: LogLevel;
  readonly log: (line: string) => void;
}

/**
 * What the requests and streams of one object leave to the garbage collector counts for so much, whatever its size. Left to V8,
 * which lets its young generation grow, a process with Lambda's options for 512 MB held 156 MB after 1,500 objects of 10 lines
 * on Node.js 24, and 148 on 20; with this, 103 and 94.
 */
const GARBAGE_BYTES = 1 << 20;

/** Ships the objects of one invocation; never rejects for one that fails, only for a wrong configuration. */
export class ObjectShipper {
  readonly #flow: BoundFlow;
  readonly #options: ShippingOptions;
  readonly #clock: InvocationClock;
  #begun = false;

  constructor(flow: BoundFlow, options: ShippingOptions, clock: InvocationClock) {
    this.#flow = flow;
    this.#options = options;
    this.#clock = clock;
  }

  /** Ships an object; where no time is left for it, it is left to another invocation. */
  async settle(task: Task): Promise<Settled> {
    const { work } = task;
    if (work instanceof FlumeError) return notBegun(task, work);
    // The first is tried in any case: an invocation that begins nothing would leave the same to the next, for ever.
    const first = !this.#begun;
    this.#begun = true;
    if (!first && this.#clock.reached) return notBegun(task, await leaveAll(work, this.#options.continueTo));
    const shipped = await this.#ship(work, first);
    leaveToCollector(GARBAGE_BYTES);
    return { task, source: uriOf(work), ...shipped };
  }

  async #ship(object: EventObject, first: boolean): Promise<Omit<Settled, 'task' | 'source'>> {
    const { summary, error } = await this.#run(object);
    if (error !== undefined && isGone(error) && summary.bytes.read === 0 && object.event !== 'manual') {
      const { event, checkpoint } = object;
      return { told: { source: uriOf(object), status: 'gone', event, checkpoint }, gone: true };
    }
    if (summary.status !== 'stopped') return { told: summary, summary, error };
    return { told: summary, summary, error: await leaveRest({ object, summary, first }, this.#options.continueTo) };
  }

  async #run(object: EventObject): Promise<Outcome> {
    const { bucket, key, checkpoint: resume } = object;
    const { reading, runOptions, logging, log } = this.#options;
    const source = s3Object({ ...reading, bucket, key, resume, client: await this.#options.client() });
    const onEvent: RunOptions['onEvent'] = (event) => {
      const line = logging === 'debug' ? eventLine(uriOf(object), event) : undefined;
      if (line !== undefined) log(line);
      runOptions.onEvent?.(event);
    };
    return this.#clock.during({ ...runOptions, onEvent }, resume?.offset ?? 0, (options) =>
      attempt(this.#flow, source, options),
    );
  }
}

/** What is not begun, because something before it in its group of a FIFO queue failed. */
export function heldBack(task: Task): Settled {
  const message = 'not begun: a message before it in its group failed. They come again in their order.';
  return notBegun(task, new FlumeError(message, { code: 'ERR_HELD_BACK', stage: 'handler', retryable: true }));
}

function notBegun(task: Task, error: FlumeError | undefined): Settled {
  const { work, parts } = task;
  if (work instanceof FlumeError) {
    const message = parts[0]?.message?.id ?? '';
    return { task, source: `message ${message}`, told: { message, status: 'failed' }, error };
  }
  const source = uriOf(work);
  return { task, source, told: { source, status: 'notBegun' }, error };
}

function uriOf({ bucket, key }: EventObject): string {
  return `s3://${bucket}/${key}`;
}
