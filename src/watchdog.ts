import type { StepStream } from './adapters.ts';
import { SinkError, SourceError, StageError } from './errors.ts';
import type { Intake } from './intake.ts';
import type { Outlet } from './outlet.ts';

/** The streams of a run, and what they are called. */
export interface Watched {
  readonly uri: string;
  readonly source: string;
  readonly sink: string;
  readonly intake: Intake;
  readonly stages: readonly { readonly name: string; readonly stream: StepStream }[];
  readonly outlet: Outlet;
}

/** Ends a run in which nothing has moved for so long, by the stream that is waited for: sink, source, or else a stage. */
export class Watchdog {
  readonly #watched: Watched;
  readonly #timeoutMs: number;
  readonly #timer: NodeJS.Timeout;
  #resting = false;

  constructor(timeoutMs: number, watched: Watched) {
    this.#watched = watched;
    this.#timeoutMs = timeoutMs;
    this.#timer = setTimeout(() => this.#expire(), timeoutMs);
  }

  /** Something has moved. */
  stir(): void {
    // A timer that was cleared would be set again.
    if (!this.#resting) this.#timer.refresh();
  }

  /** Watches no more. */
  rest(): void {
    this.#resting = true;
    clearTimeout(this.#timer);
  }

  #expire(): void {
    const { intake, outlet, stages, source, sink } = this.#watched;
    const stuck = stages.findLast(({ stream }) => (stream.writableLength ?? 0) > 0);
    if (outlet.waiting) outlet.destroy(new SinkError(this.#told(sink), this.#options(sink)));
    else if (intake.waiting) intake.destroy(new SourceError(this.#told(source), this.#options(source)));
    else if (stuck !== undefined)
      stuck.stream.destroy(new StageError(this.#told(stuck.name), this.#options(stuck.name)));
    else this.#timer.refresh();
  }

  #told(stage: string): string {
    const seconds = (this.#timeoutMs / 1000).toLocaleString('en-US');
    return `${this.#watched.uri}: nothing has moved for ${seconds} s (\`progressTimeoutMs\`), waiting for \`${stage}\``;
  }

  #options(stage: string) {
    return { code: 'ERR_STALLED', stage, retryable: true } as const;
  }
}
