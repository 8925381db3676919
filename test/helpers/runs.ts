import { Readable } from 'node:stream';
import { expect } from 'chai';
import { FlumeError } from '../../src/errors.ts';
import type { Origin } from '../../src/origin.ts';
import type { Records } from '../../src/records.ts';
import type { Sink, SinkContext, SinkRun, Source, Stage } from '../../src/stage.ts';
import type { Summary } from '../../src/summary.ts';
import { generate } from '../../src/testing/generate.ts';
import { caught } from './caught.ts';

/** What every source of these tests says of itself. */
export const origin: Origin = { uri: 'test:object', identity: 'object 1' };

/** A source of these chunks. */
export function bytes(chunks: readonly (Buffer | string)[], from: Origin = origin): Source {
  return streaming(() => Readable.from(chunks.map((chunk) => Buffer.from(chunk))), from);
}

/** A source of a stream of one's own. */
export function streaming(open: () => Readable, from: Origin = origin): Source {
  return { name: 'test-source', open: () => Promise.resolve({ stream: open(), origin: from }) };
}

/** A source that gives what it is given, and stays open. */
export function held(
  chunks: readonly (Buffer | string)[] = [],
  from: Origin = origin,
): { source: Source; stream: Readable } {
  const stream = new Readable({ read: () => undefined });
  for (const chunk of chunks) stream.push(chunk);
  return { source: streaming(() => stream, from), stream };
}

/** So many generated classic lines, as one Buffer. */
export function elbLines(lines: number): Buffer {
  return Buffer.concat([...generate.elb({ lines })]);
}

/** A sink that does what it is told, and otherwise confirms every batch. It notes what was called. */
export function sinkOf(
  does: Partial<SinkRun> & { open?: (context: SinkContext) => void } = {},
): Sink & { readonly calls: string[]; readonly lines: string[] } {
  const calls: string[] = [];
  const lines: string[] = [];
  return {
    name: 'test-sink',
    calls,
    lines,
    open: (context) => {
      calls.push('open');
      does.open?.(context);
      return Promise.resolve<SinkRun>({
        async write(batch) {
          calls.push('write');
          await does.write?.(batch);
          lines.push(...confirm(batch, context));
        },
        async flush() {
          calls.push('flush');
          await does.flush?.();
        },
        async close(error) {
          calls.push(error === undefined ? 'close' : `close after ${error.message}`);
          await does.close?.(error);
        },
      });
    },
  };
}

function confirm(batch: Records, context: SinkContext): string[] {
  const { bytes: json, records, rejects } = batch.encode();
  context.report({ type: 'delivered', records, rejects, bytes: json.length, upTo: batch.end });
  return json.toString().split('\n').slice(0, -1);
}

/** A stage that hands batches on after `look`, which may throw. */
export function looking<R>(name: string, look: (batch: Records<R>) => void): Stage<Records<R>, Records<R>> {
  return {
    name,
    open: () => ({
      push(batch) {
        look(batch);
        return batch;
      },
    }),
  };
}

/** A stage that hands on at the end what it was given. */
export function holding<R>(): Stage<Records<R>, Records<R>> {
  return {
    name: 'hold',
    open() {
      const held: Records<R>[] = [];
      return {
        push: (batch) => void held.push(batch),
        end: () => held,
      };
    },
  };
}

/** A stage that hands on nothing. */
export function dropping<R>(): Stage<Records<R>, Records<R>> {
  return { name: 'drop', open: () => ({ push: () => undefined }) };
}

/** The error and the summary of a run that fails; the summary has been checked to balance. */
export async function failure(run: Promise<Summary>): Promise<{ error: FlumeError; summary: Summary }> {
  const error = await caught(run);
  if (!(error instanceof FlumeError)) throw new Error('the error is no FlumeError', { cause: error });
  if (error.summary === undefined) throw new Error('the error carries no summary', { cause: error });
  return { error, summary: balanced(error.summary) };
}

/** The summary, once its equations hold. */
export function balanced(summary: Summary): Summary {
  const { lines, records, rejects, failures } = summary;
  const { parsing, transforming, sending } = failures;
  expect(lines.encountered, 'lines met').to.equal(lines.parsed + parsing.total + lines.skipped);
  expect(lines.parsed + records.added, 'records').to.equal(
    lines.sent + records.filtered + transforming.total + sending.total,
  );
  expect(rejects.shipped + rejects.dropped + rejects.deadLettered + rejects.undelivered, 'rejects').to.equal(
    parsing.total + transforming.total,
  );
  for (const number of [...Object.values(lines), ...Object.values(records), ...Object.values(rejects), sending.total]) {
    expect(number).to.be.at.least(0);
  }
  return summary;
}

/** Resolves when `condition` holds, asked after every turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
