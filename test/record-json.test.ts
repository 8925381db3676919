import { expect } from 'chai';
import fc from 'fast-check';
import { nest } from '../src/nesting.ts';
import { recordJson } from '../src/record-json.ts';

const names = ['a', 'b', 'a.b', 'a.c', 'b.c.d', 'b.c', 'x.y', 'x', '"q".r', 'toJSON', '__proto__.z', 'plain'];
const text = fc.oneof(fc.string(), fc.constantFrom('"x.y":', '\\"x.y\\":1', 'ä\u{1f600}', '\ud800', '{"x.y":1}'));
const values = fc.oneof(
  ...[text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined)],
  ...[fc.constant(new Date(0)), fc.constant({ 'x.y': 1 }), fc.constant([{ 'a.b': 'c' }]), fc.constant(() => 1)],
);
const records = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), values), { selector: ([name]) => name });
const nested = fc.uniqueArray(fc.constantFrom(...names.filter((name) => name.includes('.'))), { maxLength: 3 });

describe('the JSON of a record', () => {
  it('is that of the record, nested', () => {
    fc.assert(
      fc.property(records, nested, (entries, dotted) => {
        const record = Object.fromEntries(entries);
        const set = new Set(dotted);
        expect(recordJson(record, set)).to.equal(JSON.stringify(set.size === 0 ? record : nest(record, set)));
      }),
      { numRuns: 2000 },
    );
  });

  it('nests a name between others, where it stands', () => {
    const record = { first: 1, 'event.id': 'x', last: '"event.id":"x"' };
    expect(recordJson(record, new Set(['event.id', 'event.kind']))).to.equal(
      '{"first":1,"event":{"id":"x"},"last":"\\"event.id\\":\\"x\\""}',
    );
  });

  it('refuses what JSON has no form for', () => {
    const record = { toJSON: () => undefined };
    expect(() => recordJson(record, new Set())).to.throw(TypeError, 'JSON has no form for the record');
    expect(() => recordJson({ 'a.b': 1n }, new Set(['a.b']))).to.throw(TypeError, 'BigInt');
  });
});
