/** What is kept back for handing over what is left, and for the last lines of the log. */
const HAND_OVER_MS = 500;
/** How often it is looked at anew: the pace changes. */
const LOOK_MS = 200;

export interface DeadlineOptions {
  /** How much time there is from now on, in milliseconds. */
  readonly totalMs: number;
  /** How long the sink may take to close, in milliseconds. */
  readonly closeTimeoutMs: number;
  /** A clock in milliseconds. Default: the monotonic one. */
  readonly now?: () => number;
}

/**
 * Says when reading must end, so that what was read can still be delivered: when the time that is left is as long as the
 * grace. The grace is what the sink may take to close, and what has been read and not confirmed at the pace so far; reading
 * waits for sending, so its pace is that of sending. It takes half of the time at most: a run must come somewhere.
 */
export class Deadline {
  readonly #closeTimeoutMs: number;
  readonly #totalMs: number;
  readonly #now: () => number;
  readonly #end: number;
  #began: number;
  #first = 0;
  #taken = 0;
  #delivered = 0;

  constructor({ totalMs, closeTimeoutMs, now = () => performance.now() }: DeadlineOptions) {
    this.#totalMs = totalMs;
    this.#closeTimeoutMs = closeTimeoutMs;
    this.#now = now;
    this.#began = now();
    this.#end = this.#began + totalMs;
  }

  /** A run begins, at this position; what was measured of the last one counts no more. */
  begin(position: number): void {
    this.#began = this.#now();
    this.#first = this.#taken = this.#delivered = position;
  }

  /** Everything below this position has been read. */
  taken(upTo: number): void {
    this.#taken = Math.max(this.#taken, upTo);
  }

  /** Everything below this position is confirmed. */
  delivered(upTo: number): void {
    this.#delivered = Math.max(this.#delivered, upTo);
  }

  /** How long the run will need once it reads no more, in milliseconds. */
  get graceMs(): number {
    const elapsedMs = this.#now() - this.#began;
    const taken = this.#taken - this.#first;
    const waitingMs = taken === 0 ? 0 : ((this.#taken - this.#delivered) / taken) * elapsedMs;
    return Math.min(this.#totalMs / 2, this.#closeTimeoutMs + waitingMs + HAND_OVER_MS);
  }

  /** How long it may still be read, in milliseconds; 0 or less: reading must end. */
  get leftMs(): number {
    return this.#end - this.#now() - this.graceMs;
  }
}

/** Calls `stop` once when reading must end. Gives a function that calls it off. */
export function whenReached(deadline: Pick<Deadline, 'leftMs'>, stop: () => void): () => void {
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const { leftMs } = deadline;
    if (leftMs <= 0) stop();
    else timer = setTimeout(look, Math.min(leftMs, LOOK_MS));
  };
  timer = setTimeout(look, 0);
  return () => clearTimeout(timer);
}
