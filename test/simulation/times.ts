import type { Schedule } from './schedule.ts';

/** What is only waited for where it never comes. */
const SHORT_MS = 40;
/** Long enough for what comes, however busy the machine is. */
const LONG_MS = 10_000;

/** The bounds of reading: short where the schedule has somebody who stays silent, for the simulation to get on. */
export function readTimes({ faults }: Schedule): { readonly silenceMs: number; readonly retryDelayMs: number } {
  const silent = faults.requests.some((fault) => fault?.what === 'body stalled');
  return { silenceMs: silent ? SHORT_MS : LONG_MS, retryDelayMs: 1 };
}

/** The bounds of sending, in the same way. */
export function sendTimes({ faults, forever }: Schedule) {
  const silent = faults.connections.some(
    (fault) => fault?.what === 'never closed' || fault?.what === 'stopped reading',
  );
  const boundMs = silent || forever === 'never closed' ? SHORT_MS : LONG_MS;
  return { closeTimeoutMs: boundMs, writeTimeoutMs: boundMs, connectTimeoutMs: LONG_MS, retryDelayMs: 1 };
}
