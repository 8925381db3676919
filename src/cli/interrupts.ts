import { constants } from 'node:os';

/** What a person at the keyboard, or a supervisor, asks of the work. */
export interface Interrupts {
  /** Fires at the first SIGINT or SIGTERM: deliver what was read, then end. */
  readonly stopping: AbortSignal;
  /** Fires at the second: give up. A third ends the process at once. */
  readonly signal: AbortSignal;
  /** What a process exits with that the last of the signals has ended: 130 for SIGINT, 143 for SIGTERM. */
  readonly exitCode: number;
  /** Leaves signals to Node again. */
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Begins to listen. `say` is told what a signal has set off. */
export function listenForSignals(say: (text: string) => void): Interrupts {
  const stopping = new AbortController();
  const giveUp = new AbortController();
  const release = (): void => SIGNALS.forEach((name) => process.off(name, hear));
  let last: NodeJS.Signals = 'SIGINT';
  const hear = (name: NodeJS.Signals): void => {
    last = name;
    if (!stopping.signal.aborted) {
      say(`${name}: delivering what was read; once more to give up`);
      stopping.abort();
    } else {
      release();
      giveUp.abort(new Error(`interrupted twice, by ${name}`));
    }
  };
  SIGNALS.forEach((name) => process.on(name, hear));
  return {
    stopping: stopping.signal,
    signal: giveUp.signal,
    get exitCode() {
      return 128 + constants.signals[last];
    },
    release,
  };
}
