import { expect } from 'chai';
import { ConfigError } from '../src/errors.ts';
import { OpenSchema } from '../src/open-schema.ts';
import { records } from '../src/testing/batches.ts';
import type { Records } from '../src/records.ts';

const start = OpenSchema.of({ name: 'at', style: 'iso' });

/** What becomes of an object under a schema: its JSON, or why it is rejected. */
function under(schema: OpenSchema, object: object): unknown {
  const batch: Records = records([object], { origin: { uri: 'x:', identity: 'x' }, start: 36 })
    .withSchema(schema)
    .seal();
  const [reject] = batch.rejects;
  return reject?.reason ?? (JSON.parse(batch.encode().bytes.toString()) as unknown);
}

describe('OpenSchema', () => {
  const cases: readonly [string, OpenSchema, object, unknown][] = [
    ['renames', start.rename({ a: 'b' }), { a: 1, c: 2 }, { b: 1, c: 2 }],
    ['swaps', start.rename({ a: 'b', b: 'a' }), { a: 1, b: 2 }, { b: 1, a: 2 }],
    ['passes over a name that is not there', start.rename({ x: 'b' }), { a: 1 }, { a: 1 }],
    ['lets a name that is only undefined be taken', start.rename({ a: 'b' }), { b: undefined, a: 1 }, { b: 1 }],
    ['does not overwrite by undefined', start.rename({ a: 'b' }), { b: 1, a: undefined }, { b: 1 }],
    [
      'does not take names of Object for new ones',
      start.rename({ x: 'y' }),
      { constructor: 1, toString: 2 },
      { constructor: 1, toString: 2 },
    ],
    [
      'rejects a record whose name is taken',
      start.rename({ a: 'b' }),
      { a: 1, b: 2 },
      'rename: the record has `b` already',
    ],
    [
      'rejects a record where the name taken is null',
      start.rename({ a: 'b' }),
      { b: null, a: 1 },
      'rename: the record has `b` already',
    ],
    ['nests a new name', start.rename({ a: 'x.y' }), { a: 1 }, { x: { y: 1 } }],
    ['leaves literal dots of data', start.rename({ b: 'c' }), { 'a.b': 1 }, { 'a.b': 1 }],
    [
      'renames a name that nested back to one that does not',
      start.rename({ a: 'x.y' }).rename({ 'x.y': 'z' }),
      { a: 1 },
      { z: 1 },
    ],
    ['omits', start.omit(['a', 'nothing']), { a: 1, b: 2 }, { b: 2 }],
    ['picks', start.pick(['a', 'nothing']), { a: 1, b: 2 }, { a: 1 }],
    ['sets and replaces', start.set({ a: 1, 'x.y': [2] }), { a: 0 }, { a: 1, x: { y: [2] } }],
    ['gives the event id', start.eventId('id'), {}, { id: 'LXEWQrcmsEQBYnyp-10' }],
    [
      'edits in the order of the stages',
      start.set({ a: 1 }).rename({ a: 'b' }).omit(['b']).set({ c: 2 }),
      {},
      { c: 2 },
    ],
    [
      'keeps a key __proto__',
      start.rename({ a: 'b' }),
      JSON.parse('{"__proto__":1,"a":2}') as object,
      JSON.parse('{"__proto__":1,"b":2}'),
    ],
  ];
  for (const [title, schema, object, expected] of cases) {
    it(title, () => expect(under(schema, object)).to.deep.equal(expected));
  }

  it('refuses names that cannot be', () => {
    for (const name of ['', '.a', 'a.', '__proto__']) {
      expect(() => start.rename({ a: name })).to.throw(ConfigError);
      expect(() => start.set({ [name === '__proto__' ? 'a.__proto__' : name]: 1 })).to.throw(ConfigError);
      expect(() => start.eventId(name)).to.throw(ConfigError);
    }
  });

  it('has labels that follow renames and go where they are replaced or left out', () => {
    const labelled = start.set({ a: 1, b: 2 }).eventId('id').rename({ a: 'x.a' });
    const names = (schema: OpenSchema): string[] => schema.labels.map(({ name }) => name);
    expect(names(labelled)).to.deep.equal(['x.a', 'b', 'id']);
    expect(names(labelled.omit(['b']))).to.deep.equal(['x.a', 'id']);
    expect(names(labelled.pick(['b']))).to.deep.equal(['b']);
    expect(names(labelled.nesting(['id']))).to.deep.equal(['x.a', 'b']);
    expect(names(labelled.set({ b: 3 }))).to.deep.equal(['x.a', 'id', 'b']);
  });

  it('has a time that follows renames and goes where it is replaced or left out', () => {
    expect(start.rename({ at: '@timestamp' }).time?.name).to.equal('@timestamp');
    expect(
      [start.omit(['at']), start.pick(['a']), start.set({ at: 1 }), start.nesting(['at'])].map(
        ({ time }) => time?.name,
      ),
    ).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(
      [start.omit(['a']), start.pick(['at']), start.set({ a: 1 }), start.nesting(['a'])].map(({ time }) => time?.name),
    ).to.deep.equal(['at', 'at', 'at', 'at']);
  });
});
