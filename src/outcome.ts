import { FlumeError } from './errors.ts';
import type { BoundFlow } from './flow.ts';
import type { RunOptions } from './run.ts';
import type { Source } from './stage.ts';
import type { Summary } from './summary.ts';

/** How one run ended: the summary, and the error where it failed. */
export interface Outcome {
  readonly summary: Summary;
  readonly error?: FlumeError;
}

/** Runs a source, called `uri`, and gives a failure as data: for callers that go on with the next one. */
export async function attempt(flow: BoundFlow, uri: string, source: Source, options: RunOptions): Promise<Outcome> {
  try {
    return { summary: await flow.run(source, options) };
  } catch (error) {
    if (!(error instanceof FlumeError) || error.summary === undefined) throw error;
    // A run whose source could not be opened does not know its name.
    return { summary: { ...error.summary, source: uri }, error };
  }
}

/** The one line that a run logs: its summary, and where it failed `error` with code and message. */
export function summaryLine({ summary, error }: Outcome): string {
  const told = error === undefined ? {} : { error: { code: error.code, message: error.message } };
  return `${JSON.stringify({ ...summary, ...told })}\n`;
}
