import { setTimeout as wait } from 'node:timers/promises';

const LONGEST_DELAY_MS = 5_000;

/** Attempts in a row that led nowhere: how many there may be, and how long to wait between them. */
export class Attempts {
  readonly #limit: number;
  readonly #firstDelayMs: number;
  #failed = 0;

  /** `limit` counts the first attempt too. The wait doubles with each failure, from `firstDelayMs` up to 5 s. */
  constructor(limit: number, firstDelayMs: number) {
    this.#limit = limit;
    this.#firstDelayMs = firstDelayMs;
  }

  /** Failures since something was achieved. */
  get failed(): number {
    return this.#failed;
  }

  /** Something was achieved: what failed before counts no more. */
  succeeded(): void {
    this.#failed = 0;
  }

  /** Notes a failure. False: there is to be no other attempt. */
  mayFollowFailure(): boolean {
    this.#failed += 1;
    return this.#failed < this.#limit;
  }

  /** Waits half to all of the delay, at random, so that many readers do not come back at once. An abort cuts it short. */
  async backOff(signal: AbortSignal): Promise<void> {
    const longest = Math.max(this.#firstDelayMs, LONGEST_DELAY_MS);
    const delay = Math.min(this.#firstDelayMs * 2 ** (this.#failed - 1), longest);
    // Its rejection only says that it was cut short; the caller looks at the signal.
    await wait(delay * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}
