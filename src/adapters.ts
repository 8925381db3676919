import type { Duplex } from 'node:stream';
import { transform } from 'through2';
import { nowhere, type Origin } from './origin.ts';
import { asError, isRecords, type Reject } from './records.ts';
import type { Awaitable, Output, RunEvent, Stage, StageContext, Step, StreamStage } from './stage.ts';
import { isSchemaStage, isStage, isStreamStage, schemaStageAsStage, type AnyStep } from './step.ts';

/** Batches that wait between two stages. More cost memory and gain no speed: 2 gave 17 MB at the peak, 16 gave 69. */
const WAITING_BATCHES = 2;

/**
 * A stage makes the next batch only when its last one is gone. Measured: with 2, peak memory behind a slow collector was
 * 30 to 50 MB higher. The likely reason: a reader's buffer is a linked list, and one that never runs empty keeps what went
 * through it from being collected young.
 */
const READY_BATCHES = 1;

/** Live input that is silent for this long has its unfinished batch sent on. */
const LINGER_MS = 50;

/** What the run asks of every stream: Node's own and through2's, which are no instances of Node's classes. */
export interface Closable extends NodeJS.EventEmitter {
  readonly closed: boolean;
  /** Chunks, or bytes, that were written and are not done with. */
  readonly writableLength?: number;
  destroy(error?: Error): unknown;
}

/** Resolves when the stream has let go of everything. */
export function closed(stream: Closable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) resolve();
    else stream.once('close', resolve);
  });
}

/** A stage's stream. */
export type StepStream = NodeJS.ReadWriteStream & Closable;

/** Called after every push with what went in (undefined: at the end, or in silence) and what came out. */
export type Observer = (input: unknown, outputs: readonly unknown[]) => void;

/** Any step as a native stream, opened for one run. */
export function openStep(step: AnyStep, context: StageContext, observe: Observer): StepStream {
  if (isStreamStage(step)) return step.stream(context);
  if (isSchemaStage(step)) return stageStream(schemaStageAsStage(step), context, observe);
  if (isStage(step)) return stageStream(step, context, observe);
  throw new TypeError(`the step \`${step.name}\` has neither \`open\`, \`edit\` nor \`stream\``);
}

/** The one place where a stage becomes a stream. A throw of the stage or of `observe` is the stream's error. */
function stageStream<In, Out>(stage: Stage<In, Out>, context: StageContext, observe: Observer): StepStream {
  const run = stage.open(context);
  let linger: NodeJS.Timeout | undefined;

  const handOn = (input: In | undefined, output: Output<Out>): void => {
    const outputs = listOf(output);
    observe(input, outputs);
    for (const chunk of outputs) stream.push(chunk);
  };
  const idle = (): void => {
    try {
      handOn(undefined, run.idle?.());
    } catch (thrown) {
      stream.destroy(asError(thrown));
    }
  };
  const settle = (input: In | undefined, call: () => Awaitable<Output<Out>>, done: (error?: Error) => void): void => {
    clearTimeout(linger);
    const finish = (output: Output<Out>): void => {
      handOn(input, output);
      if (input !== undefined && context.origin.live === true) linger = setTimeout(idle, LINGER_MS);
    };
    try {
      const output = call();
      if (isPromise(output)) {
        output.then(finish).then(
          () => done(),
          (thrown: unknown) => done(asError(thrown)),
        );
        return;
      }
      finish(output);
    } catch (thrown) {
      done(asError(thrown));
      return;
    }
    done();
  };

  // through2 tells callbacks from promises by the kind of function: these two must stay plain functions.
  const stream = transform(
    { objectMode: true, writableHighWaterMark: WAITING_BATCHES, readableHighWaterMark: READY_BATCHES },
    (chunk: In, _encoding, done) => settle(chunk, () => run.push(chunk), done),
    (done) => settle(undefined, () => run.end?.(), done),
  );
  return stream.once('close', () => clearTimeout(linger));
}

function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return value instanceof Promise;
}

function listOf<T>(output: Output<T>): readonly T[] {
  return output === undefined ? [] : isList(output) ? output : [output];
}

/** No chunk is an array, so an array is several chunks. */
function isList<T>(output: T | readonly T[]): output is readonly T[] {
  return Array.isArray(output);
}

export interface ToTransformOptions {
  /** What the stage is told of where the bytes come from. Default: nowhere, and no event ids. */
  readonly origin?: Origin;
  /** Called once for every reject that the stage adds. */
  readonly onReject?: (reject: Reject) => void;
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * A stage as a stream for anybody's `pipeline()`: Buffers go in and out as they are, `Lines` and `Records` as objects,
 * one batch a chunk. It is made by through2: an object-mode Transform of readable-stream, no `instanceof` of Node's.
 */
export function toTransform<In, Out>(step: Step<In, Out>, options: ToTransformOptions = {}): StepStream {
  const never = new AbortController().signal;
  const context: StageContext = {
    origin: options.origin ?? nowhere,
    signal: never,
    stopping: never,
    report: options.onEvent ?? (() => undefined),
  };
  return openStep(step, context, (input, outputs) => {
    const known = new Set(isRecords(input) ? input.rejects : []);
    const rejects = outputs.filter(isRecords).flatMap((batch) => batch.rejects.filter((reject) => !known.has(reject)));
    for (const reject of rejects) options.onReject?.(reject);
  });
}

/** A native Duplex of bytes, such as a decipher, as a stage. `open` is called once per run. */
export function fromStream(name: string, open: (context: StageContext) => Duplex): StreamStage<Buffer, Buffer> {
  return { name, stream: open };
}
