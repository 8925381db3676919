import { Deadline, whenReached } from './deadline.ts';
import type { RunOptions } from '../run.ts';

/** Before the process is ended from outside, the run is: so that its summary is logged. */
const ABORT_MS = 200;

/** What Lambda says of an invocation, as far as anybody asks. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** The time of one invocation, for the runs in it: ends their reading when it must, and gives up at the very end. */
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

  /** The options of a run that begins now, at this position, with those of the caller. */
  during(options: RunOptions, position: number): RunOptions {
    const deadline = this.#deadline;
    if (deadline === undefined) return options;
    deadline.begin(position);
    return {
      ...options,
      stopping: this.#stopping.signal,
      signal: this.#abort.signal,
      onLines: (lines, upTo) => {
        deadline.taken(upTo);
        options.onLines?.(lines, upTo);
      },
      onEvent: (event) => {
        if (event.type === 'delivered') deadline.delivered(event.upTo);
        options.onEvent?.(event);
      },
    };
  }

  /** Calls its timers off. */
  stop(): void {
    this.#callOff();
  }
}
