import { FlumeError } from '../errors.ts';
import { redacted } from '../redact.ts';
import type { Summary } from '../summary.ts';

/** An object that was not delivered, or not as a whole, or a message that was not understood, and why. */
export interface Failed {
  readonly source: string;
  readonly error: FlumeError;
}

/** Thrown when an object was not delivered; every other one was tried. Names each that failed, and why. */
export class ObjectsFailedError extends FlumeError {
  // No properties that a log of the error would spread out.
  readonly #errors: readonly FlumeError[];
  readonly #summaries: readonly Summary[];

  constructor(failed: readonly Failed[], summaries: readonly Summary[], objects: number) {
    const errors = failed.map(({ error }) => error);
    const told = failed.map(({ source, error }) => `${source}: ${error.message}`);
    super(redacted(`${failed.length} of ${objects} objects failed\n${told.join('\n')}`), {
      code: 'ERR_OBJECTS_FAILED',
      stage: 'handler',
      retryable: errors.some(({ retryable }) => retryable),
      cause: errors[0],
    });
    this.#errors = errors;
    this.#summaries = summaries;
  }

  get errors(): readonly FlumeError[] {
    return this.#errors;
  }

  /** Of all objects that were begun, also of those that were delivered. */
  get summaries(): readonly Summary[] {
    return this.#summaries;
  }
}
