import { expect } from 'chai';
import fc from 'fast-check';
import { derive, filter, flatMap, map } from '../src/lift.ts';
import { flow, type Flow } from '../src/flow.ts';
import type { Records } from '../src/records.ts';
import { FlumeError } from '../src/errors.ts';
import { elbLine, mulberry32 } from '../src/testing/generate.ts';
import { elb } from '../transforms/formats/elb.ts';
import { read } from '../transforms/read.ts';
import { set } from '../transforms/set.ts';
import { cuts, mutated, runs } from './helpers/fuzz.ts';
import { balanced, bytes, dropping, holding, looking, sinkOf } from './helpers/runs.ts';

type Any = Flow<Records<Record<string, unknown>>>;
const port = (r: Record<string, unknown>): number => Number(r.client_port ?? 0);

/** What may stand in a flow, and does something to the numbers. */
const pieces: Readonly<Record<string, (some: Any) => Any>> = {
  filter: (some) => some.through(filter((r) => port(r) % 3 !== 0)),
  'filter that throws': (some) =>
    some.through(
      filter((r) => {
        if (port(r) % 2 === 0) throw new Error('even');
        return true;
      }),
    ),
  derive: (some) =>
    some.through(
      derive<Record<string, unknown>, { x: (r: Record<string, unknown>) => unknown }>({
        x: (r) => (port(r) % 5 === 0 ? 1n : 1),
      }),
    ),
  map: (some) => some.through(map((r) => ({ ...r, y: port(r) % 7 === 0 ? 1n : 1 }))),
  flatMap: (some) => some.through(flatMap((r) => Array.from({ length: port(r) % 3 }, () => r))),
  set: (some) => some.through(set({ z: 1 })),
  hold: (some) => some.through(holding()),
  drop: (some) => some.through(dropping()),
};

const object = mutated(
  fc
    .array(fc.integer(), { minLength: 1, maxLength: 6 })
    .map((seeds) => seeds.map((seed) => `${elbLine(mulberry32(seed))}\n`).join('')),
);

/** How a run may be ended before its time, and after how many batches. */
const endings = fc.constantFrom('well', 'stage', 'write', 'flush', 'abort', 'stop', 'limit');

describe('the summary', () => {
  it('balances for any flow and input, however the run ends', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        object.chain((whole) => cuts(whole)),
        fc.array(fc.constantFrom(...Object.keys(pieces)), { maxLength: 4 }),
        endings,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('ship' as const, 'drop' as const),
        async (chunks, names, ending, after, rejects) => {
          const [abort, stop] = [new AbortController(), new AbortController()];
          const boom = new Error('boom');
          let batches = 0;
          const ended = looking('ended', () => {
            if (++batches !== after) return;
            if (ending === 'stage') throw boom;
            if (ending === 'abort') abort.abort(boom);
            if (ending === 'stop') stop.abort();
          });
          let writes = 0;
          const sink = sinkOf({
            write: () => (ending === 'write' && ++writes === after ? Promise.reject(boom) : Promise.resolve()),
            flush: () => (ending === 'flush' ? Promise.reject(boom) : Promise.resolve()),
          });
          const begun = flow(read(elb, { batchBytes: 1 }), ended) as Any;
          const built = names.reduce((some, name) => pieces[name]?.(some) ?? some, begun);
          const options = {
            signal: abort.signal,
            stopping: stop.signal,
            rejects,
            ...(ending === 'limit' ? { maxRejects: after - 1 } : {}),
          };
          const outcome = await built
            .to(sink)
            .run(bytes(chunks), options)
            .catch((error: unknown) => error);
          const summary = outcome instanceof FlumeError ? outcome.summary : outcome;
          const { status, lines, rejects: counts, failures } = balanced(summary as never);
          seen.add(status);
          expect(lines.sent + counts.shipped).to.equal(sink.lines.length);
          if (status === 'completed' || status === 'stopped')
            expect([failures.sending.total, counts.undelivered]).to.deep.equal([0, 0]);
        },
      ),
      runs(250),
    );
    expect([...seen].sort()).to.deep.equal(['aborted', 'completed', 'failed', 'stopped']);
  });
});
