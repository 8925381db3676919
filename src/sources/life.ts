/** How long a source goes on asking: until the run is aborted, until it is stopped before there was an answer, or `end`. */
export class Life {
  readonly #signal: AbortSignal;
  readonly #stopping: AbortSignal | undefined;
  readonly #controller = new AbortController();
  readonly #onEnd = (): void => this.end();

  constructor(signal: AbortSignal, stopping: AbortSignal | undefined) {
    this.#signal = signal;
    this.#stopping = stopping;
    for (const end of [signal, stopping]) end?.addEventListener('abort', this.#onEnd, { once: true });
    if (signal.aborted || stopping?.aborted === true) this.end();
  }

  /** For requests. Its reason is that of the run's signal, where that was it. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** There is an answer: from here on, stopping is up to whoever reads. */
  opened(): void {
    this.#stopping?.removeEventListener('abort', this.#onEnd);
  }

  end(): void {
    this.#controller.abort(this.#signal.reason);
  }

  /** Hears no more of the run. */
  leave(): void {
    for (const end of [this.#signal, this.#stopping]) end?.removeEventListener('abort', this.#onEnd);
  }
}
