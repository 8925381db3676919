import type { Summary } from './summary.ts';

/** Every code an error of this project can carry. Callers switch on these, never on messages. */
export type ErrorCode =
  | 'ERR_CONFIG'
  | 'ERR_EVENT'
  | 'ERR_SOURCE'
  | 'ERR_SOURCE_NOT_FOUND'
  | 'ERR_SOURCE_DENIED'
  | 'ERR_OBJECT_CHANGED'
  | 'ERR_CHECKPOINT'
  | 'ERR_FORMAT_UNKNOWN'
  | 'ERR_STAGE'
  | 'ERR_SINK'
  | 'ERR_UNCONFIRMED'
  | 'ERR_REJECT_LIMIT'
  | 'ERR_UNBALANCED'
  | 'ERR_DEAD_LETTER'
  | 'ERR_DEAD_LETTERS_FULL'
  | 'ERR_STALLED'
  | 'ERR_EXPANSION'
  | 'ERR_OBJECTS_FAILED'
  | 'ERR_DEADLINE'
  | 'ERR_NO_PROGRESS'
  | 'ERR_HAND_OVER'
  | 'ERR_DEPLOY'
  | 'ERR_PACKAGE'
  | 'ERR_HELD_BACK'
  | 'ERR_ABORTED';

export interface FlumeErrorOptions {
  readonly code: ErrorCode;
  /** The source, stage or sink that failed, by its `name`. */
  readonly stage?: string | undefined;
  /** Whether the same work may succeed when it is tried again. Default: false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** The base of every error that a run, a source, a stage or a sink raises. */
export class FlumeError extends Error {
  readonly code: ErrorCode;
  readonly stage: string | undefined;
  readonly retryable: boolean;
  /** What had happened when the run failed; set by the run. */
  summary?: Summary;

  constructor(message: string, options: FlumeErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.stage = options.stage;
    this.retryable = options.retryable ?? false;
  }
}

/** Thrown before any input or output when options, flags or variables are wrong; lists every problem. */
export class ConfigError extends FlumeError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options: { readonly stage?: string; readonly cause?: unknown } = {}) {
    super(problems.join('\n'), { ...options, code: 'ERR_CONFIG' });
    this.problems = problems;
  }
}

/** Thrown when an input cannot be opened, or breaks while it is read. */
export class SourceError extends FlumeError {}

/** Thrown when a stage fails as a whole (a single record that fails is a reject, not an error). */
export class StageError extends FlumeError {
  constructor(message: string, options: Omit<FlumeErrorOptions, 'code'> & { readonly code?: ErrorCode }) {
    super(message, { ...options, code: options.code ?? 'ERR_STAGE' });
  }
}

/** Thrown when a sink cannot be reached, breaks, or cannot prove that it delivered. */
export class SinkError extends FlumeError {}

/** Thrown when more records were rejected than `maxRejects` allows. */
export class RejectLimitError extends FlumeError {
  constructor(message: string, options: Omit<FlumeErrorOptions, 'code'> = {}) {
    super(message, { ...options, code: 'ERR_REJECT_LIMIT' });
  }
}

/** Thrown when dead letters could not be kept, or were more than there is room for. */
export class DeadLetterError extends FlumeError {
  constructor(message: string, options: Omit<FlumeErrorOptions, 'code'> & { readonly code?: ErrorCode } = {}) {
    super(message, { stage: 'dead letters', ...options, code: options.code ?? 'ERR_DEAD_LETTER' });
  }
}

/** Thrown when the caller's `signal` ended the run. */
export class AbortError extends FlumeError {
  constructor(message: string, options: Omit<FlumeErrorOptions, 'code'> = {}) {
    super(message, { ...options, code: 'ERR_ABORTED', retryable: true });
  }
}

/** The one sentence in anything thrown: an address list for Node's AggregateError, which has no message of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message || error.name : String(error);
}
