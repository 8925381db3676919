import { BatchResponse } from './batch-response.ts';
import type { EventPart } from '../events/event-parts.ts';
import { ObjectsFailedError, type Failed } from './objects-failed.ts';
import type { Settled } from './ship-object.ts';
import type { Summary } from '../summary.ts';

/** What Lambda is told: of messages of SQS which are to come again; of any other event the summaries, which it does not mind. */
export type Answer = BatchResponse | readonly Summary[];

/**
 * The answer, when everything has been tried. Throws ObjectsFailedError where something of an event failed that cannot fail in
 * parts, and where every message of a batch failed: that is the same to Lambda, also to one that does not ask for parts.
 */
export function answerTo(parts: readonly EventPart[], settled: readonly Settled[], partialBatches: boolean): Answer {
  const summaries = settled.flatMap(({ summary }) => summary ?? []);
  const failed = settled.flatMap(({ source, error }): readonly Failed[] => (error ? [{ source, error }] : []));
  const lost = new Set(settled.flatMap(({ task, error }) => (error ? task.parts : [])));
  const ids = parts.flatMap((part) => (lost.has(part) ? (part.message?.id ?? []) : []));
  const inParts = partialBatches && ids.length > 0 && lost.size < parts.length;
  if (failed.length > 0 && !inParts) throw new ObjectsFailedError(failed, summaries, settled.length);
  return parts.some(({ message }) => message !== undefined) ? new BatchResponse(ids, summaries) : summaries;
}
