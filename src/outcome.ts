import { FlumeError } from './errors.ts';
import type { BoundFlow } from './flow.ts';
import { redacted } from './redact.ts';
import type { RunOptions } from './run.ts';
import type { Source } from './stage.ts';
import type { Summary } from './summary.ts';

/** How one run ended: the summary, and the error where it failed. */
export interface Outcome {
  readonly summary: Summary;
  readonly error?: FlumeError;
}

/** Runs a source, and gives a failure as data: for callers that go on with the next one. */
export async function attempt(flow: BoundFlow, source: Source, options: RunOptions): Promise<Outcome> {
  try {
    return { summary: await flow.run(source, options) };
  } catch (error) {
    if (!(error instanceof FlumeError) || error.summary === undefined) throw error;
    return { summary: error.summary, error };
  }
}

/** The one line that a run logs: its summary, and where it failed `error` with code and message. */
export function summaryLine({ summary, error }: Outcome): string {
  return lineOf(summary, error);
}

/** One line of JSON: what is known, and where it failed `error` with code and message; all of it without secrets. */
export function lineOf(known: object, error?: FlumeError): string {
  const told = error === undefined ? {} : { error: { code: error.code, message: error.message } };
  const bare = (_: string, value: unknown): unknown => (typeof value === 'string' ? redacted(value) : value);
  return `${JSON.stringify({ ...known, ...told }, bare)}\n`;
}
