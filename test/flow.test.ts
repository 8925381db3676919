import { expect } from 'chai';
import { ConfigError } from '../src/errors.ts';
import { flow, type Flow } from '../src/flow.ts';
import { derive, filter, map } from '../src/lift.ts';
import type { Records } from '../src/records.ts';
import type { SchemaStage } from '../src/stage.ts';
import { memory } from '../sinks/memory.ts';
import { elb } from '../transforms/formats/elb.ts';
import { gunzip } from '../transforms/gunzip.ts';
import { omit } from '../transforms/omit.ts';
import { parse } from '../transforms/parse.ts';
import { pick } from '../transforms/pick.ts';
import { auto, read } from '../transforms/read.ts';
import { rename } from '../transforms/rename.ts';
import { set } from '../transforms/set.ts';
import { splitLines } from '../transforms/split-lines.ts';
import { timestamp } from '../transforms/timestamp.ts';
import { elbExamples } from './helpers/lines.ts';
import { bytes, failure } from './helpers/runs.ts';

const base = flow(gunzip(), splitLines(), parse(elb));
const any = (stage: object): never => stage as never;

describe('flow', () => {
  it('is immutable: what goes on from it leaves it as it was', async () => {
    const sinks = [memory(), memory()] as const;
    const named = base.through(rename({ elb: 'name' }));
    await base.to(sinks[0]).run(bytes([elbExamples.http]));
    await named.to(sinks[1]).run(bytes([elbExamples.http]));
    expect([sinks[0].lines[0]?.includes('"elb":'), sinks[1].lines[0]?.includes('"name":')]).to.deep.equal([true, true]);
  });

  it('is the same whether stages are given at once, one by one, or as a piece', async () => {
    const piece = <R extends { readonly elb: string | undefined }>(some: Flow<Records<R>>): Flow<Records<R>> =>
      some.through(filter((r) => r.elb !== ''));
    const ways = [
      flow(
        gunzip(),
        splitLines(),
        parse(elb),
        filter((r) => r.elb !== ''),
      ),
      base.through(filter((r) => r.elb !== '')),
      base.apply(piece),
    ];
    const outcomes: unknown[] = [];
    for (const way of ways) {
      const sink = memory();
      await way.to(sink).run(bytes([elbExamples.http]));
      outcomes.push(sink.lines);
    }
    expect(outcomes[1]).to.deep.equal(outcomes[0]);
    expect(outcomes[2]).to.deep.equal(outcomes[0]);
  });

  it('gives a batch its final schema at once: neighbours that only edit it are one stage', () => {
    const folded = base
      .through(rename({ elb: 'name' }))
      .through(set({ a: 1 }))
      .through(omit('a'))
      .to(memory());
    expect(folded.steps.map(({ name }) => name)).to.deep.equal(['gunzip', 'splitLines', 'parse', 'rename+set+omit']);
  });

  const refused: readonly [string, () => unknown, RegExp, string][] = [
    [
      'an unknown name',
      () => base.through(any(rename<unknown, object>({ nothing: 'x' }))),
      /no column `nothing`/,
      'rename',
    ],
    [
      'a name that an earlier rename took away',
      () => base.through(rename({ elb: 'x' })).through(any(omit<{ elb: 1 }, 'elb'>('elb'))),
      /no column `elb`/,
      'omit',
    ],
    [
      'a name that an earlier omit took away',
      () => base.through(omit('elb')).through(any(pick<{ elb: 1 }, 'elb'>('elb'))),
      /no column `elb`/,
      'pick',
    ],
    [
      'a name that an earlier derive took',
      () => base.through(derive({ x: () => 1 })).through(rename({ elb: 'x' })),
      /`x` would stand for two columns/,
      'rename',
    ],
    [
      'a value that would hold a node, beyond a filter',
      () => base.through(filter(() => true)).through(set({ 'elb.x': 1 })),
      /nest inside of `elb`/,
      'set',
    ],
    ['derive inside of a value', () => base.through(derive({ 'elb.x': () => 1 })), /nest inside of `elb`/, 'derive'],
    ['a time that is gone', () => base.through(omit('timestamp')).through(timestamp()), /no time column/, 'timestamp'],
  ];
  for (const [what, build, message, stage] of refused) {
    it(`refuses ${what} when it is built, in the name of the stage`, () => {
      expect(build).to.throw(ConfigError, message).with.property('stage', stage);
    });
  }

  it('lets an error through that is no ConfigError', () => {
    const broken: SchemaStage<Records, Records> = {
      name: 'broken',
      edit: () => {
        throw new RangeError('mine');
      },
    };
    expect(() => base.through(broken)).to.throw(RangeError, 'mine');
  });

  it('says nothing of names that only the input knows', () => {
    flow(read(auto), timestamp(), rename({ anything: 'else' }));
    base.through(map((r) => ({ ...r }))).through(any(rename<unknown, object>({ nothing: 'x' })));
  });

  it('checks those names when they are known, and fails the run by name', async () => {
    const run = flow(read(auto), rename({ anything: 'else' }))
      .to(memory())
      .run(bytes([elbExamples.http]));
    const { error, summary } = await failure(run);
    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.match(/rename: there is no column `anything`/);
    expect(summary.status).to.equal('failed');
  });
});
