import { FlumeError } from '../errors.ts';

/** Thrown for an event that is none we know. The message shows the place and its shape, never its contents. */
export class EventError extends FlumeError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'), { code: 'ERR_EVENT', stage: 'event' });
    this.problems = problems;
  }
}

/** What every call gives, in order; where some throw EventError, one with the problems of all. */
export function allOf<T>(calls: readonly (() => T)[]): readonly T[] {
  const problems: string[] = [];
  const results = calls.flatMap((call) => {
    try {
      return [call()];
    } catch (error) {
      if (!(error instanceof EventError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new EventError(problems);
  return results;
}
