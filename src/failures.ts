/** One failure, as the summary shows it. */
export interface Failure {
  readonly reason: string;
  /** The line's position, for a failure that concerns one. */
  readonly offset?: number;
  /** The line, cut at 200 characters. */
  readonly text?: string;
}

export interface Failures {
  readonly total: number;
  /** The last five, oldest first. */
  readonly lastFew: readonly Failure[];
}

/** Failures of one kind, as they are met. */
export class FailureList {
  total = 0;
  #lastFew: readonly Failure[] = [];

  add(failure: Failure): void {
    this.total += 1;
    this.#lastFew = [...this.#lastFew.slice(-4), failure];
  }

  get(total = this.total): Failures {
    return { total, lastFew: this.#lastFew };
  }
}
