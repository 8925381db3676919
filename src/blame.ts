import { AbortError, FlumeError, messageOf, RejectLimitError, SinkError, SourceError, StageError } from './errors.ts';

/** Who stands behind a stream of a run. */
export interface Owner {
  readonly name: string;
  readonly place: 'reading' | 'stage' | 'sending';
}

/** What a run failed with, as one of this project's errors, which says whose it is. */
export function explained(uri: string, owner: Owner | undefined, error: Error): FlumeError {
  if (error instanceof FlumeError) return error;
  const message = `${owner?.name ?? 'run'}: ${messageOf(error)} (${uri})`;
  const options = { stage: owner?.name, cause: error };
  if (owner?.place === 'reading') return new SourceError(message, { ...options, code: 'ERR_SOURCE' });
  if (owner?.place === 'sending') return new SinkError(message, { ...options, code: 'ERR_SINK' });
  return new StageError(message, options);
}

/** The caller's signal ended the run. */
export function aborted(uri: string, reason: unknown): AbortError {
  return new AbortError(`${uri}: aborted: ${messageOf(reason)}`, { cause: reason });
}

/** More was rejected than the caller allows. */
export function overLimit(uri: string, rejects: number, maxRejects: number, last: string): RejectLimitError {
  return new RejectLimitError(`${uri}: ${rejects} rejected, ${maxRejects} allowed; the last: ${last}`);
}

/** The sink ended well, and left something out of its accounts. */
export function unbalanced(uri: string, sink: string, records: number, rejects: number): SinkError {
  const message = `${uri}: ${sink} ended well, but did not account for ${records} records and ${rejects} rejects`;
  return new SinkError(message, { code: 'ERR_UNBALANCED', stage: sink });
}
