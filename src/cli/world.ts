import type { Interrupts } from './interrupts.ts';

/** What a command touches of its process. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results: to the standard output. */
  readonly out: (text: string) => void;
  /** All else: to the standard error. */
  readonly err: (text: string) => void;
  /** Columns of the terminal that `err` writes to; undefined where it is none, or none that can overwrite a line. */
  readonly columns: () => number | undefined;
  /** Called once, before the first run: from then on, signals end the work in good order. */
  readonly interrupts: () => Interrupts;
}
