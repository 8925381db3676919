import { expect } from 'chai';
import { packed } from '../src/testing/batches.ts';
import type { Records } from '../src/records.ts';
import { number, text } from '../transforms/formats/columns.ts';
import { delimited } from '../transforms/formats/delimited.ts';
import { OpenSchema } from '../src/open-schema.ts';

const format = delimited({ name: 'f', columns: [text('a'), number('n')] });
const batch = packed(format, 'x 1\nbad\ny 2\nz 3\n');

const linesOf = (some: Records): string[] => some.encode().bytes.toString().split('\n').slice(0, -1);
const bad = '{"message":"bad","tags":["_parsefailure"],"error":"too_few_fields"}';

describe('packed records', () => {
  it('encode to JSON lines, rejects in their places', () => {
    const { bytes, records, rejects } = batch.encode();
    expect(bytes.toString()).to.equal(`{"a":"x","n":1}\n${bad}\n{"a":"y","n":2}\n{"a":"z","n":3}\n`);
    expect([records, rejects]).to.deep.equal([3, 1]);
  });

  it('put rejects before, between and after their rows', () => {
    const some = packed(format, 'bad\nx 1\nbad\nbad\ny 2\nbad\n');
    expect(linesOf(some)).to.deep.equal([bad, '{"a":"x","n":1}', bad, bad, '{"a":"y","n":2}', bad]);
  });

  it('put rejects in their places where rows around them were filtered out', () => {
    expect(linesOf(batch.filter((r) => r.a === 'z', 'f'))).to.deep.equal([bad, '{"a":"z","n":3}']);
    expect(linesOf(batch.filter(() => false, 'f'))).to.deep.equal([bad]);
  });

  it('keep what a filter keeps, and stay as they were', () => {
    const kept = batch.filter((r) => (r.n ?? 0) > 1, 'f');
    expect([kept.length, batch.length, kept.rejects]).to.deep.equal([2, 3, batch.rejects]);
  });

  it('make a reject of a row whose callback throws, in the name of the stage, with the line', () => {
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
    expect(linesOf(kept)[2]).to.equal('{"message":"y 2","tags":["_transformfailure"],"error":"no y"}');
  });

  it('see derived columns in later derivations and filters', () => {
    const derived = batch.derive({ m: (r) => (r.n ?? 0) * 2 }, 'd') as Records<{ m: number }>;
    const twice = derived.filter((r) => r.m > 2, 'f').derive({ k: (r) => r.m + 1 }, 'd') as Records<{ m: number }>;
    expect(linesOf(twice).slice(1)).to.deep.equal(['{"a":"y","n":2,"m":4,"k":5}', '{"a":"z","n":3,"m":6,"k":7}']);
  });

  it('show all functions of one derive the row as it was', () => {
    const swapped = batch.derive({ a: (r) => r.n, n: (r) => r.a }, 'd');
    expect(linesOf(swapped)[0]).to.equal('{"a":1,"n":"x"}');
  });

  it('leave out what is derived to undefined, and write null for what JSON has no number for', () => {
    const derived = batch.derive({ u: () => undefined, i: () => Infinity, f: () => () => 1 }, 'd');
    expect(linesOf(derived)[0]).to.equal('{"a":"x","n":1,"i":null}');
  });

  it('leave out a derived column that is omitted later, and do not fail on what it holds', () => {
    const derived = batch.derive({ u: () => 1n }, 'd');
    expect(linesOf(derived.withSchema(derived.schema.omit(['u'])).seal())[0]).to.equal('{"a":"x","n":1}');
  });

  it('are sealed with rows whose values JSON cannot hold as rejects, once', () => {
    const sealed = batch.derive({ u: (r) => (r.a === 'x' ? 1n : 1) }, 'd').seal();
    expect([sealed.length, sealed.rejects.map(({ offset }) => offset)]).to.deep.equal([2, [0, 4]]);
    expect(sealed.seal()).to.equal(sealed);
  });

  it('encode what was derived after they were sealed', () => {
    const later = batch
      .derive({ u: () => 1 }, 'd')
      .seal()
      .derive({ v: () => 2 }, 'd');
    expect(linesOf(later)[0]).to.equal('{"a":"x","n":1,"u":1,"v":2}');
  });

  it('materialise to objects with every column, absent ones undefined, at their offsets', () => {
    const plain = packed(format, 'x -\n').materialise();
    expect(plain.objects).to.deep.equal([{ a: 'x', n: undefined, extra: undefined }]);
    expect(Object.keys(plain.objects[0] ?? {})).to.deep.equal(['a', 'n', 'extra']);
  });

  it('keep digits that a double has no room for, until their objects are written by themselves', () => {
    const precise = packed(format, 'x 12345678901234567890\n');
    expect(linesOf(precise)[0]).to.equal('{"a":"x","n":12345678901234567890}');
    const remade = precise.materialise().objects.map((object) => [{ first: 1, ...(object as object) }]);
    const written = precise.materialise().replaced(remade, 'map', false);
    expect(linesOf(written)[0]).to.equal('{"first":1,"a":"x","n":12345678901234567000}');
  });

  it('write nested columns together, where the first of them stands', () => {
    const { schema } = batch;
    const nested = batch.withSchema(schema.set({ 'e.x': 1, m: 2 }).set({ 'e.y.z': 3 }));
    expect(linesOf(nested)[0]).to.equal('{"a":"x","n":1,"e":{"x":1,"y":{"z":3}},"m":2}');
  });

  it('leave out a node without members, and the nodes around it', () => {
    const some = packed(format, '- 1\nx 2\n');
    const nested = some.withSchema(some.schema.rename({ a: 'p.q.a' }));
    expect(linesOf(nested)).to.deep.equal(['{"n":1}', '{"p":{"q":{"a":"x"}},"n":2}']);
    const other = some.withSchema(some.schema.rename({ a: 'é.€.a' }));
    expect(linesOf(other)).to.deep.equal(['{"n":1}', '{"é":{"€":{"a":"x"}},"n":2}']);
  });

  it('escape names and constants', () => {
    const named = batch.withSchema(batch.schema.rename({ a: '"\\é\u2028' }).set({ k: '\ud800"\n' }));
    expect(JSON.parse(linesOf(named)[0] ?? '')).to.deep.equal({ '"\\é\u2028': 'x', n: 1, k: '\ud800"\n' });
  });

  it('write no event id for an origin without an identity', () => {
    expect(linesOf(batch.withSchema(batch.schema.eventId('e.id')))[0]).to.equal('{"a":"x","n":1}');
  });

  it('write the event id from the offset of the line in its object', () => {
    const far = packed(format, 'x 1\ny 2\n', { origin: { uri: 'x:', identity: 'x' }, start: 2 ** 40 });
    const ids = linesOf(far.withSchema(far.schema.eventId('id').pick(['id'])));
    expect(ids).to.deep.equal([0, 4].map((more) => `{"id":"LXEWQrcmsEQBYnyp-${(2 ** 40 + more).toString(36)}"}`));
  });

  it('refuse a schema of objects', () => {
    expect(() => batch.withSchema(OpenSchema.of())).to.throw(TypeError);
  });

  it('encode rows that need far more room than their bytes have', () => {
    const wide = packed(
      delimited({ name: 'w', columns: [text('a')] }),
      `${'\x01'.repeat(400_000)}\n${'\xff'.repeat(10)}\n`,
    );
    expect(linesOf(wide)[0]).to.equal(`{"a":"${'\\u0001'.repeat(400_000)}"}`);
  });

  it('encode constants, derived values and rejects that are larger than all rows', () => {
    const large = 'é'.repeat(3_000_000);
    const { schema } = batch;
    const some = batch.withSchema(schema.set({ k: large })).derive({ d: () => large }, 'd');
    expect(JSON.parse(linesOf(some)[0] ?? '')).to.deep.equal({ a: 'x', n: 1, k: large, d: large });
  });

  it('encode a cell that grows, after a derived value that takes all the room there was', () => {
    const [large, long] = ['€'.repeat(1_000_000), '\x01'.repeat(100_000)];
    const two = packed(delimited({ name: 't', columns: [text('a'), text('b')] }), `x ${long}\n`);
    const [line = ''] = linesOf(two.derive({ a: () => large }, 'd'));
    expect(JSON.parse(line)).to.deep.equal({ a: large, b: long });
  });

  it('encode the same after a batch that was large', () => {
    packed(format, 'x 1\n'.repeat(100_000)).encode();
    expect(linesOf(batch)).to.have.length(4);
  });
});
