import { expect } from 'chai';
import { ConfigError } from '../src/errors.ts';
import { packed, records } from '../src/testing/batches.ts';
import type { Materialised, Records } from '../src/records.ts';
import { number, text } from '../transforms/formats/columns.ts';
import { delimited } from '../transforms/formats/delimited.ts';

const format = delimited({ name: 'f', columns: [text('a'), number('n')] });
const batch = packed(format, 'x 1\nbad\ny 2\nz 3\n').materialise();

const linesOf = (some: Records): string[] => some.encode().bytes.toString().split('\n').slice(0, -1);
const bad = '{"message":"bad","tags":["_parsefailure"],"error":"too_few_fields"}';

describe('plain records', () => {
  it('encode to JSON lines, rejects in their places', () => {
    expect(linesOf(batch)).to.deep.equal(['{"a":"x","n":1}', bad, '{"a":"y","n":2}', '{"a":"z","n":3}']);
  });

  it('keep what a filter keeps, and say how many went', () => {
    const kept = batch.filter((r) => (r.n ?? 0) > 1, 'f');
    expect([kept.length, batch.length, kept.change]).to.deep.equal([2, 3, { added: 0, filtered: 1 }]);
  });

  it('forget what one step did in the next', () => {
    const kept = batch.filter((r) => (r.n ?? 0) > 1, 'f');
    expect(kept.withSchema(kept.schema.set({ k: 1 })).change).to.equal(undefined);
  });

  it('make a reject of a record whose callback throws, with its line', () => {
    const kept = batch.filter((r) => {
      if (r.a === 'y') throw new Error('no y');
      return true;
    }, 'mine');
    expect(kept.rejects[1]).to.deep.equal({
      kind: 'transforming',
      stage: 'mine',
      offset: 8,
      reason: 'no y',
      text: 'y 2',
    });
  });

  it('make a reject with the JSON of a record that has no line', () => {
    const [reject] = records([{ a: 1 }], { start: 7 }).filter(() => {
      throw new Error('no');
    }, 'mine').rejects;
    expect(reject).to.deep.equal({ kind: 'transforming', stage: 'mine', offset: 7, reason: 'no', text: '{"a":1}' });
  });

  it('make a reject of a record without a line that JSON cannot hold', () => {
    expect(records([{ a: 1n }]).seal().rejects[0]?.text).to.equal('[a record that JSON cannot hold]');
  });

  it('cut the JSON of a record without a line at 64 KiB', () => {
    const long = { a: 'x'.repeat(100_000), b: 1n, toJSON: undefined };
    const [reject] = records([{ a: long.a }])
      .derive({ b: () => 1n }, 'd')
      .seal().rejects;
    expect(reject?.text.length).to.be.at.most(65_536);
  });

  it('say which of several records of one line was rejected', () => {
    const doubled = batch.replaced(
      batch.objects.map((object) => [object, object]),
      'flatMap',
      true,
    );
    let seen = 0;
    const [first, , second] = doubled.filter(() => {
      if (++seen % 2 === 0) throw new Error('every other');
      return true;
    }, 'mine').rejects;
    expect([first?.offset, first?.ordinal, second?.ordinal]).to.deep.equal([0, '.1', '.1']);
  });

  it('count up ordinals through several flatMaps', () => {
    const withIds = <R>(some: Materialised<R>): Materialised<R> => {
      const made = some.objects.map((object) => [object, object]);
      return some.replaced(made, 'flatMap', true).materialise();
    };
    const twice = withIds(withIds(batch));
    const labelled = packed(format, 'x 1\n', { origin: { uri: 'x:', identity: 'x' } }).materialise();
    const four = withIds(withIds(labelled));
    const ids = linesOf(four.withSchema(four.schema.eventId('id').pick(['id'])));
    expect(twice.length).to.equal(12);
    expect(ids).to.deep.equal(['.0.0', '.0.1', '.1.0', '.1.1'].map((end) => `{"id":"LXEWQrcmsEQBYnyp-0${end}"}`));
  });

  it('give a reject the id of the very record that was rejected', () => {
    const one = packed(format, 'x 1\n', { origin: { uri: 'x:', identity: 'x' } }).materialise();
    const two = one.replaced([[{ n: 1 }, { n: 2 }]], 'flatMap', true);
    const left = two
      .withSchema(two.schema.eventId('id'))
      .derive({ n: () => 1n }, 'd')
      .seal();
    const ids = linesOf(left).map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).to.deep.equal(['LXEWQrcmsEQBYnyp-0.0', 'LXEWQrcmsEQBYnyp-0.1']);
  });

  it('derive over edits that are yet to come', () => {
    const renamed = batch.withSchema(batch.schema.rename({ a: 'b' })) as Records<{ b: string }>;
    expect(linesOf(renamed.derive({ c: (r) => r.b }, 'd'))[0]).to.equal('{"b":"x","n":1,"c":"x"}');
  });

  it('are given the edits that are yet to come when somebody looks', () => {
    const set = batch.withSchema(batch.schema.set({ k: 1 })) as Records<{ k: number }>;
    expect(set.filter((r) => r.k === 1, 'f').length).to.equal(3);
  });

  it('refuse a name that cannot be one in derive', () => {
    expect(() => batch.derive({ 'a..b': () => 1 }, 'd')).to.throw(ConfigError);
  });

  it('refuse a schema of columns', () => {
    expect(() => batch.withSchema(packed(format, '').schema)).to.throw(TypeError);
  });

  it('encode a value that says how it is written', () => {
    expect(linesOf(records([{ at: new Date(0) }]))).to.deep.equal(['{"at":"1970-01-01T00:00:00.000Z"}']);
  });
});
