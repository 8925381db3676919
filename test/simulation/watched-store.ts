import type { DeadLetterStore, OpenDeadLetters } from '../../src/letters/store.ts';

/** A place for dead letters that behaves like another, and notes in `problems` what a run must not do to one. */
export function watchedStore(store: DeadLetterStore, problems: string[]): DeadLetterStore & { ended(): void } {
  let open = 0;
  return {
    maxBytes: store.maxBytes,
    open(name) {
      open += 1;
      return watched(
        store.open(name),
        store.maxBytes,
        (what) => problems.push(`letters: ${what}`),
        () => (open -= 1),
      );
    },
    /** A run has ended: nothing of it may be open. */
    ended() {
      if (open !== 0) problems.push(`letters: ${open} neither kept nor abandoned`);
      open = 0;
    },
  };
}

function watched(
  letters: OpenDeadLetters,
  maxBytes: number,
  problem: (what: string) => void,
  ended: () => void,
): OpenDeadLetters {
  const called = { bytes: 0, busy: false, over: false };
  const during = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    if (called.busy) problem(`${what} while another call is under way`);
    if (called.over && what !== 'abandon') problem(`${what} after the end`);
    if (what !== 'write' && !called.over) ended();
    called.over ||= what !== 'write';
    called.busy = true;
    try {
      return await work();
    } finally {
      called.busy = false;
    }
  };
  return {
    get uri() {
      return letters.uri;
    },
    write(lines) {
      called.bytes += lines.length;
      if (called.bytes > maxBytes) problem(`${called.bytes} bytes, ${maxBytes} allowed`);
      return during('write', () => letters.write(lines));
    },
    keep: (signal) => during('keep', () => letters.keep(signal)),
    abandon: () => during('abandon', () => letters.abandon()),
  };
}
