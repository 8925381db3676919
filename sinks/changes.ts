/** Wakes those who wait for a state of things, whenever anything has changed. */
export class Changes {
  #waiting: (() => void)[] = [];

  notify(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Settles at once where `met` is so already, else after the change that made it so. */
  async until(met: () => boolean): Promise<void> {
    while (!met()) await this.next();
  }
}
