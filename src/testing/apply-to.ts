import { AssertionError } from 'node:assert';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { toTransform } from '../adapters.ts';
import { nowhere } from '../origin.ts';
import { isRecords, type Records, type Reject } from '../records.ts';
import type { RunEvent, Step } from '../stage.ts';

/** A record as a receiver reads it. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export interface Applied<Out> {
  /** For a stage that gives records: each as its JSON says. For any other: the chunks. */
  readonly output: Out extends Records ? readonly JsonRecord[] : readonly Out[];
  readonly rejects: readonly Reject[];
  readonly events: readonly RunEvent[];
}

/**
 * Runs one stage over one chunk, or over several in order. A stage that takes records is run on them as they are and on
 * plain objects made of them; throws AssertionError where the two give different JSON or reject different records. Rejects
 * with what the stage throws.
 */
export async function applyTo<In, Out>(step: Step<In, Out>, input: In | readonly In[]): Promise<Applied<Out>> {
  const chunks: readonly unknown[] = Array.isArray(input) ? input : [input];
  const result = await applied(step, chunks);
  if (chunks.every(isRecords)) {
    const plain = await applied(
      step,
      chunks.map((batch) => batch.materialise()),
    );
    const [actual, expected] = [result, plain].map(comparable);
    if (!isDeepStrictEqual(actual, expected)) {
      const message = `\`${step.name}\` gives other records for the packed form than for the plain one`;
      throw new AssertionError({ message, actual, expected });
    }
  }
  return result as Applied<Out>; // what a step gives, its type says
}

/** What has to be the same for both forms. */
function comparable({ output, rejects }: Applied<unknown>): unknown {
  const why = rejects.map(({ offset, ordinal, reason, text }) => ({ offset, ordinal, reason, text }));
  return JSON.parse(JSON.stringify({ output, rejects: why }));
}

async function applied(step: Step<never, unknown>, chunks: readonly unknown[]): Promise<Applied<unknown>> {
  const outputs: unknown[] = [];
  const events: RunEvent[] = [];
  const [first] = chunks;
  const origin = isRecords(first) ? first.origin : nowhere;
  const stream = toTransform(step, { origin, onEvent: (event) => events.push(event) });
  stream.on('data', (chunk: unknown) => outputs.push(chunk));
  await pipeline(Readable.from(chunks, { objectMode: true }), stream);
  const batches = outputs.filter(isRecords);
  const rejects = batches.flatMap((batch) => batch.seal().rejects);
  const output = batches.length < outputs.length ? outputs : batches.flatMap(recordsOf);
  return { output, rejects, events };
}

/** The records of a batch as JSON has them, without the rejects. */
function recordsOf(batch: Records): unknown[] {
  const lines = batch.seal().withRejects([]).encode().bytes.toString().split('\n').slice(0, -1);
  return lines.map((line): unknown => JSON.parse(line));
}
