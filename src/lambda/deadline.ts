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

/** How far one run has come, by which the time is reckoned that it needs once it reads no more. */
export class Pace {
  readonly #now: () => number;
  readonly #began: number;
  readonly #first: number;
  #taken: number;
  #delivered: number;

  /** A run that begins now, at this position. */
  constructor(position: number, now: () => number) {
    this.#now = now;
    this.#began = now();
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

  /** How long what was read and is not confirmed will take, at the pace so far, in milliseconds. */
  get waitingMs(): number {
    const taken = this.#taken - this.#first;
    return taken === 0 ? 0 : ((this.#taken - this.#delivered) / taken) * (this.#now() - this.#began);
  }
}

/**
 * Says when reading must end, so that what was read can still be delivered: when the time that is left is as long as the
 * grace. The grace is what the sink may take to close, and what the slowest run under way has read and not confirmed at its pace
 * so far; reading waits for sending, so its pace is that of sending, and side by side each has the pace that the others leave
 * it. It takes half of the time at most: a run must come somewhere.
 */
export class Deadline {
  readonly #closeTimeoutMs: number;
  readonly #totalMs: number;
  readonly #now: () => number;
  readonly #end: number;
  readonly #underWay = new Set<Pace>();

  constructor({ totalMs, closeTimeoutMs, now = () => performance.now() }: DeadlineOptions) {
    this.#totalMs = totalMs;
    this.#closeTimeoutMs = closeTimeoutMs;
    this.#now = now;
    this.#end = now() + totalMs;
  }

  /** A run begins, at this position. */
  begin(position: number): Pace {
    const pace = new Pace(position, this.#now);
    this.#underWay.add(pace);
    return pace;
  }

  /** A run has ended: it needs no more time. */
  end(pace: Pace): void {
    this.#underWay.delete(pace);
  }

  /** How long the runs under way will need once they read no more, in milliseconds. */
  get graceMs(): number {
    const waitingMs = Math.max(0, ...[...this.#underWay].map((pace) => pace.waitingMs));
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
