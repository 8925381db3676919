import { messageOf } from '../errors.ts';
import { lineOf } from '../outcome.ts';
import type { RunEvent } from '../stage.ts';

/** How much is logged: a line for each object and the metrics; with `debug` also what runs report on their way. */
export const logLevels = ['quiet', 'debug'] as const;

export type LogLevel = (typeof logLevels)[number];

/** These come with every batch; the summary has their sums. */
const frequent: readonly RunEvent['type'][] = ['read', 'delivered', 'resent'];

/** What a run reported, as a line of the log; undefined for what is not worth one. */
export function eventLine(source: string, event: RunEvent): string | undefined {
  if (frequent.includes(event.type)) return undefined;
  const { type, ...known } = event;
  const told = 'error' in known ? { ...known, error: messageOf(known.error) } : known;
  return lineOf({ source, event: type, ...told });
}
