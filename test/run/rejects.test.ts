import { expect } from 'chai';
import { RejectLimitError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { derive, filter, flatMap, map } from '../../src/lift.ts';
import { RejectRecord } from '../../src/records.ts';
import { memory } from '../../sinks/memory.ts';
import { eventId } from '../../transforms/event-id.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';
import { set } from '../../transforms/set.ts';
import { elbExamples } from '../helpers/lines.ts';
import { balanced, bytes, failure, sinkOf } from '../helpers/runs.ts';

const line = `${elbExamples.http}\n`;
const input = `${line}bad 1\n${line}bad 2\n${line}`;
const parsed = flow(read(elb));

describe('rejects in a run', () => {
  it('are shipped raw in their places, with a tag and the reason', async () => {
    const sink = memory();
    const summary = balanced(await parsed.to(sink).run(bytes([input])));
    expect(sink.records[1]).to.deep.equal({ message: 'bad 1', tags: ['_parsefailure'], error: 'too_few_fields' });
    expect(sink.records[3]).to.include({ message: 'bad 2' });
    expect(summary.rejects).to.deep.equal({ shipped: 2, dropped: 0, deadLettered: 0, undelivered: 0 });
  });

  it('are given the constants and the event id of the flow', async () => {
    const sink = memory();
    const flowing = parsed.through(set({ environment: 'test', 'event.module': 'elb' })).through(eventId('event.id'));
    await flowing.to(sink).run(bytes([input]));
    const [record, reject] = sink.records as { environment: string; event: { id: string; module: string } }[];
    expect(reject?.environment).to.equal('test');
    expect(reject?.event).to.deep.equal({
      module: 'elb',
      id: record?.event.id.replace(/-0$/, `-${line.length.toString(36)}`),
    });
  });

  it('are dropped and counted where asked', async () => {
    const sink = memory();
    const summary = balanced(await parsed.to(sink).run(bytes([input]), { rejects: 'drop' }));
    expect([sink.lines.length, summary.rejects.dropped, summary.failures.parsing.total]).to.deep.equal([3, 2, 2]);
  });

  it('are not written where nothing else is in the batch and they are dropped', async () => {
    const sink = sinkOf();
    balanced(await parsed.to(sink).run(bytes(['bad']), { rejects: 'drop' }));
    expect(sink.calls).to.not.include('write');
  });

  it('fail the run at the first one where asked', async () => {
    const { error, summary } = await failure(parsed.to(memory()).run(bytes(['\nbad 1\n']), { rejects: 'fail' }));
    expect(error).to.be.instanceOf(RejectLimitError);
    expect(error.code).to.equal('ERR_REJECT_LIMIT');
    expect(error.message).to.equal('test:object: 1 rejected, 0 allowed; the last: too_few_fields at offset 1');
    expect(summary.rejects.undelivered).to.equal(1);
  });

  it('are let through up to `maxRejects`', async () => {
    expect(balanced(await parsed.to(memory()).run(bytes([input]), { maxRejects: 2 })).rejects.shipped).to.equal(2);
  });

  it('fail the run beyond `maxRejects`', async () => {
    const { error } = await failure(parsed.to(memory()).run(bytes([input]), { maxRejects: 1 }));
    expect(error.message).to.match(/2 rejected, 1 allowed/);
  });

  it('name the last one by where it was met, parsed or not', async () => {
    const throwing = parsed.through(
      filter((r) => {
        if (r.client_port === 1) throw new RejectRecord('port 1');
        return true;
      }),
    );
    const first = elbExamples.http.replace('2817', '1');
    const { error } = await failure(throwing.to(memory()).run(bytes([`${first}\n`]), { rejects: 'fail' }));
    expect(error.message).to.match(/the last: port 1 at offset 0$/);
  });

  it('keep the last five, cut at 200 characters, in the summary', async () => {
    const bad = Array.from({ length: 7 }, (_, i) => `${i}${'x'.repeat(300)}\n`).join('');
    const { failures } = balanced(await parsed.to(memory()).run(bytes([bad])));
    expect(failures.parsing.total).to.equal(7);
    expect(failures.parsing.lastFew.map(({ text }) => text)).to.deep.equal(
      [2, 3, 4, 5, 6].map((i) => `${i}${'x'.repeat(199)}`),
    );
    expect(failures.parsing.lastFew[0]).to.deep.include({ reason: 'too_few_fields', offset: 2 * 302 });
  });

  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const unwritable = {
    'derive a BigInt': parsed.through(derive({ n: () => 1n })),
    'derive a cycle': parsed.through(derive({ n: () => circle })),
    'derive what throws when it is written': parsed.through(
      derive({ n: () => ({ toJSON: () => JSON.parse('{') as unknown }) }),
    ),
    'map to a BigInt': parsed.through(map(() => ({ n: 1n }))),
    'map to a cycle': parsed.through(map(() => circle)),
    'map to nothing': parsed.through(map((): object => JSON.parse('null') as object)),
    'map to a list': parsed.through(map((): object => [])),
    'map to a promise': parsed.through(map(async (r) => Promise.resolve(r))),
    'flatMap to no list': parsed.through(flatMap(() => JSON.parse('1') as object[])),
    'throw in map': parsed.through(map((): object => JSON.parse('{') as object)),
  };
  for (const [what, built] of Object.entries(unwritable)) {
    it(`are what records become that ${what}; the run goes on`, async () => {
      const sink = memory();
      const summary = balanced(await built.to(sink).run(bytes([line])));
      expect([summary.status, summary.failures.transforming.total]).to.deep.equal(['completed', 1]);
      expect(sink.records).to.have.length(1);
      expect(sink.records[0]).to.deep.include({ message: elbExamples.http, tags: ['_transformfailure'] });
    });
  }

  it('counts those that are found when they are written against `maxRejects`', async () => {
    const { error } = await failure(
      parsed
        .through(derive({ n: () => 1n }))
        .to(memory())
        .run(bytes([line]), { rejects: 'fail' }),
    );
    expect(error.code).to.equal('ERR_REJECT_LIMIT');
  });
});
