import { Deadline, whenReached } from './deadline.ts';
import type { RunOptions } from '../run.ts';

/** Before the process is ended from outside, the run is: so that its summary is logged. */
const ABORT_MS = 200;

/** What Lambda says of an invocation, as far as anybody asks. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** The time of one invocation, for the runs in it, side by side or not: ends their reading when it must, and gives up at the very end. */
export class InvocationClock {
  readonly #stopping = new AbortController();
  readonly #abort = new AbortController();
  readonly #deadline: Deadline | undefined;
  readonly #callOff: () => void = () => undefined;

  /** Without an invocation there is no end. Call `stop`. */
  constructor(invocation: Invocation | undefined, closeTimeoutMs: number) {
    if (invocation === undefined) return;
    const totalMs = invocation.getRemainingTimeInMillis();
    this.#deadline = new Deadline({ totalMs, closeTimeoutMs });
    const callOff = whenReached(this.#deadline, () => this.#stopping.abort());
    const giveUp = (): void => this.#abort.abort(new Error('the time of the invocation is up'));
    const timer = setTimeout(giveUp, Math.max(0, totalMs - ABORT_MS));
    this.#callOff = () => {
      callOff();
      clearTimeout(timer);
    };
  }

  /** Whether nothing more is to be begun. */
  get reached(): boolean {
    return this.#stopping.signal.aborted || (this.#deadline?.leftMs ?? Infinity) <= 0;
  }

  /** Has `work` run something from this position on, with the options of the caller and what stops it in time. */
  async during<T>(options: RunOptions, position: number, work: (options: RunOptions) => Promise<T>): Promise<T> {
    const deadline = this.#deadline;
    if (deadline === undefined) return work(options);
    const pace = deadline.begin(position);
    try {
      return await work({
        ...options,
        stopping: this.#stopping.signal,
        signal: this.#abort.signal,
        onLines: (lines, upTo) => {
          pace.taken(upTo);
          options.onLines?.(lines, upTo);
        },
        onEvent: (event) => {
          if (event.type === 'delivered') pace.delivered(event.upTo);
          options.onEvent?.(event);
        },
      });
    } finally {
      deadline.end(pace);
    }
  }

  /** Calls its timers off. */
  stop(): void {
    this.#callOff();
  }
}
