import { ConfigError } from './errors.ts';
import type { Records } from './records.ts';
import { run, type RunOptions } from './run.ts';
import type { Schema } from './schema.ts';
import type { Sink, Source, Step } from './stage.ts';
import { folded, isSchemaStage, isStage } from './step.ts';
import type { Summary } from './summary.ts';

/** Transforms in a row: immutable, so that it can be built once and run any number of times, side by side. */
export class Flow<Out> {
  /** For the compiler alone. */
  declare readonly out?: Out;

  /** Throws ConfigError when a stage names a column that is not there at its place, or one that is taken. */
  readonly #steps: readonly Step<never, unknown>[];

  constructor(steps: readonly Step<never, unknown>[]) {
    this.#steps = steps;
    check(steps);
  }

  /** Goes on with one more stage. */
  through<Next>(step: Step<Out, Next>): Flow<Next> {
    return new Flow<Next>([...this.#steps, step]);
  }

  /** Inserts a reusable piece: a function from flow to flow. */
  apply<Next>(piece: (flow: Flow<Out>) => Flow<Next>): Flow<Next> {
    return piece(this);
  }

  /** Ends in a sink. */
  to<R>(this: Flow<Records<R>>, sink: Sink): BoundFlow {
    return new BoundFlow(folded(this.#steps), sink);
  }
}

/** A flow with its sink: all that a source is missing from a run. */
export class BoundFlow {
  readonly steps: readonly Step<never, unknown>[];
  readonly sink: Sink;

  constructor(steps: readonly Step<never, unknown>[], sink: Sink) {
    this.steps = steps;
    this.sink = sink;
  }

  /**
   * Runs the source's bytes through the flow. Resolves when everything is delivered and every stream is closed. Rejects
   * with a FlumeError that carries the summary: what failed first, with its cause; with ConfigError for wrong options.
   */
  run(source: Source, options: RunOptions = {}): Promise<Summary> {
    return run(this, source, options);
  }
}

function check(steps: readonly Step<never, unknown>[]): void {
  let schema: Schema | undefined;
  for (const step of steps) {
    try {
      if (isSchemaStage(step)) schema = schema === undefined ? undefined : step.edit(schema);
      else schema = isStage(step) ? step.outline?.(schema) : undefined;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw new ConfigError(error.problems, { stage: step.name, cause: error });
    }
  }
}

/** Puts stages in a row; each must take what the one before it gives. The first takes the bytes of a source. */
export function flow<A>(a: Step<Buffer, A>): Flow<A>;
export function flow<A, B>(a: Step<Buffer, A>, b: Step<A, B>): Flow<B>;
export function flow<A, B, C>(a: Step<Buffer, A>, b: Step<A, B>, c: Step<B, C>): Flow<C>;
export function flow<A, B, C, D>(a: Step<Buffer, A>, b: Step<A, B>, c: Step<B, C>, d: Step<C, D>): Flow<D>;
export function flow<A, B, C, D, E>(
  a: Step<Buffer, A>,
  b: Step<A, B>,
  c: Step<B, C>,
  d: Step<C, D>,
  e: Step<D, E>,
): Flow<E>;
export function flow<A, B, C, D, E, F>(
  a: Step<Buffer, A>,
  b: Step<A, B>,
  c: Step<B, C>,
  d: Step<C, D>,
  e: Step<D, E>,
  f: Step<E, F>,
): Flow<F>;
export function flow<A, B, C, D, E, F, G>(
  a: Step<Buffer, A>,
  b: Step<A, B>,
  c: Step<B, C>,
  d: Step<C, D>,
  e: Step<D, E>,
  f: Step<E, F>,
  g: Step<F, G>,
): Flow<G>;
export function flow<A, B, C, D, E, F, G, H>(
  a: Step<Buffer, A>,
  b: Step<A, B>,
  c: Step<B, C>,
  d: Step<C, D>,
  e: Step<D, E>,
  f: Step<E, F>,
  g: Step<F, G>,
  h: Step<G, H>,
): Flow<H>;
export function flow<A, B, C, D, E, F, G, H, I>(
  a: Step<Buffer, A>,
  b: Step<A, B>,
  c: Step<B, C>,
  d: Step<C, D>,
  e: Step<D, E>,
  f: Step<E, F>,
  g: Step<F, G>,
  h: Step<G, H>,
  i: Step<H, I>,
): Flow<I>;
export function flow<A, B, C, D, E, F, G, H, I, J>(
  a: Step<Buffer, A>,
  b: Step<A, B>,
  c: Step<B, C>,
  d: Step<C, D>,
  e: Step<D, E>,
  f: Step<E, F>,
  g: Step<F, G>,
  h: Step<G, H>,
  i: Step<H, I>,
  j: Step<I, J>,
): Flow<J>;
export function flow(...steps: readonly Step<never, unknown>[]): Flow<unknown> {
  return new Flow(steps);
}
