import { expect } from 'chai';
import { nest } from '../src/nesting.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('nest', () => {
  const cases: readonly [string, Record<string, unknown>, readonly string[], string][] = [
    ['puts a name where its dots say', { 'a.b': 1 }, ['a.b'], '{"a":{"b":1}}'],
    ['leaves dots that came from data', { 'a.b': 1 }, [], '{"a.b":1}'],
    [
      'writes names that share a prefix together, where the first stands',
      { 'a.x': 1, b: 2, 'a.y': 3 },
      ['a.x', 'a.y'],
      '{"a":{"x":1,"y":3},"b":2}',
    ],
    [
      'nests deeper',
      { 'a.b.c': 1, 'a.b.d': 2, 'a.e': 3 },
      ['a.b.c', 'a.b.d', 'a.e'],
      '{"a":{"b":{"c":1,"d":2},"e":3}}',
    ],
    ['makes no node for undefined', { 'a.b': undefined, c: 1 }, ['a.b'], '{"c":1}'],
    ['makes no node for a function, which JSON leaves out', { 'a.b': () => 1 }, ['a.b'], '{}'],
    ['makes no node for a symbol', { 'a.b': Symbol('x') }, ['a.b'], '{}'],
    ['makes a node for null', { 'a.b': null }, ['a.b'], '{"a":{"b":null}}'],
    ['keeps a name whose way is barred by a value', { a: 1, 'a.b': 2 }, ['a.b'], '{"a":1,"a.b":2}'],
    [
      'keeps a name whose way is barred by an object from data',
      { a: { x: 1 }, 'a.b': 2 },
      ['a.b'],
      '{"a":{"x":1},"a.b":2}',
    ],
    ['takes a way that only undefined stands in', { a: undefined, 'a.b': 2 }, ['a.b'], '{"a":{"b":2}}'],
    [
      'keeps a name that comes after a value in its place',
      { 'a.b': 1, 'a.b.c': 2 },
      ['a.b', 'a.b.c'],
      '{"a":{"b":1},"a.b.c":2}',
    ],
  ];
  for (const [title, record, nested, expected] of cases) {
    it(title, () => expect(JSON.stringify(nest(record, new Set(nested)))).to.equal(expected));
  }

  it('keeps a key `__proto__` from data as a key', () => {
    const record: unknown = JSON.parse('{"__proto__":{"x":1},"a.b":2}');
    expect(JSON.stringify(nest(record as Record<string, unknown>, new Set(['a.b'])))).to.equal(
      '{"__proto__":{"x":1},"a":{"b":2}}',
    );
  });

  it('leaves the record and the objects in it as they were', () => {
    const record = { a: { x: 1 }, 'b.c': 2 };
    const before = plain(record);
    nest(record, new Set(['b.c']));
    expect(record).to.deep.equal(before);
  });
});
