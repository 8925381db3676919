import { expect } from 'chai';
import { flow, type Flow } from '../../src/flow.ts';
import { filter, flatMap, map, mapAsync } from '../../src/lift.ts';
import type { Records } from '../../src/records.ts';
import type { Stage } from '../../src/stage.ts';
import { memory } from '../../sinks/memory.ts';
import { eventId } from '../../transforms/event-id.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { parse } from '../../transforms/parse.ts';
import { read } from '../../transforms/read.ts';
import { set } from '../../transforms/set.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { elbExamples } from '../helpers/lines.ts';
import { balanced, bytes, dropping, holding } from '../helpers/runs.ts';

const line = `${elbExamples.http}\n`;
const others = `${elbExamples.https.replace('2817', '1')}\n`;

const steps = flow(read(elb));
const mapped = steps.through(map((r) => ({ ...r })));
const doubled = steps.through(flatMap((r) => [r, r]));

/** What becomes of three records, two of them from port 2817. */
const cases: Record<string, readonly [Flow<Records>, Readonly<Record<string, number>>]> = {
  'a filter': [steps.through(filter((r) => r.client_port !== 2817)), { filtered: 2, sent: 1 }],
  'two filters': [
    steps.through(filter((r) => r.client_port === 2817)).through(filter(() => false)),
    { filtered: 3, sent: 0 },
  ],
  'a filter and a constant': [
    steps.through(filter((r) => r.client_port !== 2817)).through(set({ a: 1 })),
    { filtered: 2, sent: 1 },
  ],
  'map, a filter and a constant': [
    mapped.through(filter((r) => r.client_port !== 2817)).through(set({ a: 1 })),
    { filtered: 2, sent: 1 },
  ],
  flatMap: [doubled, { added: 3, sent: 6 }],
  'flatMap, a constant, an id and a filter': [
    doubled
      .through(set({ a: 1 }))
      .through(eventId())
      .through(filter((r) => r.client_port !== 2817)),
    { added: 3, filtered: 4, sent: 2 },
  ],
  'flatMap that gives none of one and three of another': [
    steps.through(flatMap((r) => (r.client_port === 2817 ? [] : [r, r, r]))),
    { added: 2, filtered: 2, sent: 3 },
  ],
  mapAsync: [steps.through(mapAsync((r) => Promise.resolve({ ip: r.client_ip }))), { sent: 3 }],
  'a stage that holds batches back to the end': [steps.through(holding()), { sent: 3 }],
  'a stage that hands nothing on': [steps.through(dropping()), { filtered: 3, sent: 0 }],
};

describe('the balance of a run', () => {
  for (const [what, [built, counts]] of Object.entries(cases)) {
    it(`holds after ${what}`, async () => {
      const summary = balanced(await built.to(memory()).run(bytes([line, others, line])));
      const { added, filtered } = summary.records;
      expect({ added, filtered, sent: summary.lines.sent }).to.deep.equal({ added: 0, filtered: 0, ...counts });
    });
  }

  it('holds after a stage that takes several steps with one batch', async () => {
    const twice: Stage<Records<{ n: number }>, Records<{ n: number }>> = {
      name: 'twice',
      open: () => ({ push: (batch) => batch.filter((r) => r.n !== 1, 'twice').filter((r) => r.n !== 2, 'twice') }),
    };
    const built = flow(
      read(elb),
      map((r) => ({ n: r.client_port ?? 0 })),
      twice,
    );
    const lines = [1, 2, 3].map((port) => `${elbExamples.http.replace('2817', `${port}`)}\n`);
    const summary = balanced(await built.to(memory()).run(bytes(lines)));
    expect([summary.records.filtered, summary.lines.sent]).to.deep.equal([2, 1]);
  });

  it('counts rejects once that a stage holds back to the end', async () => {
    const sink = memory();
    const all = flow(splitLines({ batchBytes: 1 }), parse(elb), holding()).to(sink);
    const summary = balanced(await all.run(bytes([line, 'what?\n', line])));
    expect([summary.lines.encountered, summary.rejects.shipped, sink.lines.length]).to.deep.equal([3, 1, 3]);
  });
});
