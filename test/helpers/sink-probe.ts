import type { RunEvent, SinkContext } from '../../src/stage.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** A run as a sink sees it, with everything the sink says to it. */
export interface SinkProbe {
  readonly context: SinkContext;
  /** Resolves with the first error given to `fail`. */
  readonly failed: Promise<Error>;
  /** How often `fail` was called. */
  readonly failures: () => number;
  /** Aborts the signal of the context. */
  readonly abort: () => void;
  /** The events of one type so far. */
  readonly of: <T extends RunEvent['type']>(type: T) => EventOf<T>[];
  /** Resolves when an event of this type comes, from now on. */
  readonly next: (type: RunEvent['type']) => Promise<void>;
}

export function sinkProbe(): SinkProbe {
  const controller = new AbortController();
  const events: RunEvent[] = [];
  const waiting = new Map<string, () => void>();
  let failures = 0;
  let settle: (error: Error) => void = () => undefined;
  return {
    failed: new Promise((resolve) => (settle = resolve)),
    failures: () => failures,
    abort: () => {
      controller.abort(new Error('enough'));
    },
    of: <T extends RunEvent['type']>(type: T) =>
      events.filter((event): event is EventOf<T> & RunEvent => event.type === type),
    next: (type) => new Promise((resolve) => waiting.set(type, resolve)),
    context: {
      signal: controller.signal,
      fail(error) {
        failures++;
        settle(error);
      },
      report(event) {
        events.push(event);
        waiting.get(event.type)?.();
      },
    },
  };
}

/** What a promise was rejected with. Throws when it was not, or when that is not an instance of `type`. */
export async function rejection<T extends Error>(
  promise: Promise<unknown>,
  type: abstract new (...args: never[]) => T,
): Promise<T> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof type) return outcome;
  throw new Error('expected a rejection', { cause: outcome });
}
