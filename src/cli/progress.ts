import { messageOf } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { progressLine } from './progress-line.ts';
import type { World } from './world.ts';

const PERIOD_MS = 200;
/** Takes away what a terminal shows on its present line. */
export const CLEAR_LINE = '\r\x1b[K';

/** A line on the terminal that follows one run. Where there is no terminal, nothing. */
export interface Progress {
  /** What the run is to be given. */
  readonly options: Pick<RunOptions, 'onEvent' | 'onLines'>;
  /** Takes the line away. */
  end(): void;
}

export function followRun(label: string, { columns, err }: Pick<World, 'columns' | 'err'>): Progress {
  if (columns() === undefined) return { options: {}, end: () => undefined };
  const began = performance.now();
  let [bytes, lines] = [0, 0];
  let size: number | undefined;
  let trouble: string | undefined;
  const paint = (): void => {
    const elapsedMs = performance.now() - began;
    err(CLEAR_LINE + progressLine({ label, elapsedMs, bytes, size, lines, trouble }, columns() ?? 80));
  };
  const timer = setInterval(paint, PERIOD_MS);
  return {
    options: {
      onLines: (count) => void (lines += count),
      onEvent: (event) => {
        if (event.type === 'socketFailed') trouble = messageOf(event.error);
        if (event.type !== 'read') return;
        bytes += event.bytes;
        size = event.size;
      },
    },
    end: () => {
      clearInterval(timer);
      err(CLEAR_LINE);
    },
  };
}
