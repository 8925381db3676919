import type { Encoded, Records } from '../src/records.ts';
import type { Sink } from '../src/stage.ts';

/** A sink that keeps what it was given: for tests and small jobs. */
export interface MemorySink extends Sink {
  /** Every JSON line of every run so far, rejects in their places. */
  readonly lines: readonly string[];
  /** The same, parsed. */
  readonly records: readonly unknown[];
}

/** Keeps JSON lines in memory, without a bound. Delivered means: it is in `lines`. */
export function memory(): MemorySink {
  const lines: string[] = [];
  return {
    name: 'memory',
    lines,
    get records() {
      return lines.map((line): unknown => JSON.parse(line));
    },
    open: (context) =>
      Promise.resolve({
        write(batch: Records) {
          const { bytes, records, rejects, release }: Encoded = batch.encode();
          for (const line of bytes.toString().split('\n').slice(0, -1)) lines.push(line);
          release?.();
          context.report({ type: 'delivered', records, rejects, bytes: bytes.length, upTo: batch.end });
          return Promise.resolve();
        },
        flush: () => Promise.resolve(),
        close: () => Promise.resolve(),
      }),
  };
}
