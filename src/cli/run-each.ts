import type { BoundFlow } from '../flow.ts';
import { attempt, type Outcome } from '../outcome.ts';
import type { RunOptions } from '../run.ts';
import type { Interrupts } from './interrupts.ts';
import type { NamedSource } from './sources.ts';

export const EXIT = { done: 0, failed: 1, usage: 2, brokenPipe: 141 } as const;

export interface EachOptions {
  readonly interrupts: Interrupts;
  /** What this run is given besides the signals. */
  readonly optionsFor: (uri: string, index: number) => RunOptions;
  /** Called after each run. */
  readonly ended: (outcome: Outcome) => void;
  readonly say: (text: string) => void;
}

/** Runs the sources one after the other, going on after one that failed. Gives the code that the process exits with. */
export async function runEach(
  flow: BoundFlow,
  sources: readonly NamedSource[],
  { interrupts, optionsFor, ended, say }: EachOptions,
): Promise<number> {
  const { stopping, signal } = interrupts;
  let failed = false;
  let leftOver = false;
  for (const [index, { uri, source }] of sources.entries()) {
    if (stopping.aborted) {
      const rest = sources.slice(index).map((left) => left.uri);
      say(`not read: ${rest.join(', ')}`);
      leftOver = true;
      break;
    }
    const outcome = await attempt(flow, source, { ...optionsFor(uri, index), stopping, signal });
    ended(outcome);
    if (isBrokenPipe(outcome)) return EXIT.brokenPipe;
    const { summary, error } = outcome;
    if (summary.status === 'failed' || summary.deadLetters.records > 0) failed = true;
    if (summary.status === 'stopped' || summary.status === 'aborted') leftOver = true;
    if (error !== undefined) say(error.message);
    else tellRejects(outcome, say);
    tellLetters(outcome, say);
  }
  return failed ? EXIT.failed : leftOver ? interrupts.exitCode : EXIT.done;
}

/** Whoever read our output has gone: `| head -1`. */
function isBrokenPipe({ error }: Outcome): boolean {
  const cause = error?.cause;
  return error?.stage === 'stdout' && cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

function tellLetters({ summary: { source, deadLetters, rejects } }: Outcome, say: (text: string) => void): void {
  const { records, uri } = deadLetters;
  if (uri === undefined) return;
  const what = `${records} records that could not be sent, ${rejects.deadLettered} rejects`;
  say(`${source}: dead letters in ${uri}: ${what}`);
}

function tellRejects({ summary }: Outcome, say: (text: string) => void): void {
  const { parsing } = summary.failures;
  const last = parsing.lastFew.at(-1);
  if (last === undefined) return;
  const lines = `${parsing.total} of ${summary.lines.encountered} lines did not parse`;
  say(`${summary.source}: ${lines}; the last: ${last.reason} at byte ${last.offset ?? '?'}`);
}
