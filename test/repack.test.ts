import { expect } from 'chai';
import fc from 'fast-check';
import { nest } from '../src/nesting.ts';
import type { Records } from '../src/records.ts';
import { elbLine, mulberry32 } from '../src/testing/generate.ts';
import { packed } from '../src/testing/batches.ts';
import { elb } from '../transforms/formats/elb.ts';
import { mutated } from './helpers/fuzz.ts';

type Loose = Record<string, unknown>;
type Change = (record: Loose, i: number) => Loose;

/** What people do in callbacks, and what they should not. */
const changes: Readonly<Record<string, Change>> = {
  nothing: (r) => r,
  'a copy': (r) => ({ ...r }),
  'a field behind the others': (r) => ({ ...r, slow: r.elb_status_code === 500 }),
  'a field in front of the others': (r) => ({ slow: null, ...r }),
  'a field that is there now and then': (r, i) => (i % 2 === 0 ? { ...r, even: i } : r),
  'fields in another order now and then': (r, i) => (i % 2 === 0 ? { ...r, a: 1, b: 2 } : { ...r, b: 1, a: 2 }),
  'another value': (r) => ({ ...r, elb: 'other', elb_status_code: NaN }),
  'another value now and then, in place': (r, i) => {
    if (i % 3 === 0) r.request_url = { path: r.request_url };
    return r;
  },
  'another item in a list': (r) => {
    if (Array.isArray(r.extra)) r.extra.push('more');
    return r;
  },
  'a field less': (r) => Object.fromEntries(Object.entries(r).filter(([name]) => name !== 'user_agent')),
  'a field less in place': (r) => {
    delete r.elb;
    return r;
  },
  'a field at its end': ({ elb, ...r }) => ({ ...r, elb }),
  'other names': (r) => ({ time: r['@timestamp'], url: r.request_url }),
  'no names': () => ({}),
  'a name that nests elsewhere': (r) => ({ ...r, event: 'mine' }),
  'another id': (r) => ({ ...r, 'event.id': 'mine' }),
  'a name with a dot': (r) => ({ ...r, 'a.b': 1 }),
  'a say in its JSON': (r) => ({ ...r, toJSON: () => ({ short: true }) }),
  'an object of a class': (r) => Object.assign(new Error('mine'), r),
  'a getter': (r) => Object.defineProperty({ ...r }, 'elb', { get: () => 'got', enumerable: true }),
  'many names from data': (r, i) => ({
    ...r,
    [`n${i}`]: i,
    ...Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${i}.${n}`, n])),
  }),
};

const lines = fc
  .array(fc.integer(), { minLength: 1, maxLength: 6 })
  .map((seeds) => seeds.map((seed) => elbLine(mulberry32(seed))).join('\n'));

const batchOf = (bytes: Buffer): Records =>
  packed(elb, bytes).withSchema(elb.schema('omit').timestamp('@timestamp').set({ team: 'web' }).eventId('event.id'));

const objectsOf = (batch: Records): readonly Loose[] => batch.materialise().objects.map((object) => object as Loose);

const mapped = (batch: Records, change: Change): Records =>
  batch.materialise().replaced(
    objectsOf(batch).map((object, i) => [change(object, i)]),
    'map',
    false,
  );

const numbered: Change = (record, n) => ({ ...record, n });

const jsonOf = (batch: Records): readonly Loose[] =>
  batch
    .encode()
    .bytes.toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Loose);

/** Each record, as `JSON.stringify` writes it once it is nested. */
const expected = (objects: readonly Loose[]): unknown =>
  objects.map((object): unknown => JSON.parse(JSON.stringify(nest(object, new Set(['event.id'])))));

describe('records that a callback changed', () => {
  for (const [what, change] of Object.entries(changes)) {
    it(`are written as they are: ${what}`, () => {
      fc.assert(
        fc.property(mutated(lines, 2), (bytes) => {
          const batch = batchOf(bytes);
          const own = objectsOf(batch).map(change);
          expect(jsonOf(mapped(batch, change).withRejects([]).seal())).to.deep.equal(expected(own));
        }),
        { numRuns: 60 },
      );
    });
  }

  const bytes = Buffer.from(Array.from({ length: 9 }, (_, i) => `${elbLine(mulberry32(i))}\n`).join(''));

  for (const what of ['nothing', 'a copy', 'a field behind the others', 'another value', 'a field less']) {
    it(`are written from their bytes where most of them is as it was: ${what}`, () => {
      expect(mapped(batchOf(bytes), changes[what] ?? numbered).seal().form).to.equal('packed');
    });
  }

  it('keep digits that a double cannot hold', () => {
    const line = elbLine(mulberry32(1)).replace(/ \d+ "/, ' 12345678901234567890 "');
    const json = mapped(batchOf(Buffer.from(`${line}\n`)), numbered)
      .encode()
      .bytes.toString();
    expect(json).to.include(':12345678901234567890,');
  });

  it('can be filtered in between', () => {
    const kept = mapped(batchOf(bytes), numbered)
      .filter((record) => (record as Loose).n !== 4, 'filter')
      .seal();
    expect(kept.form).to.equal('packed');
    expect(jsonOf(kept).map(({ n }) => n)).to.deep.equal([0, 1, 2, 3, 5, 6, 7, 8]);
  });

  it('can become several', () => {
    const plain = mapped(batchOf(bytes), numbered).materialise();
    const twice = plain.replaced(
      plain.objects.map((object) => [object, object]),
      'flatMap',
      true,
    );
    expect(jsonOf(twice.seal()).map(({ n }) => n)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [n, n]));
  });

  it('reject what JSON cannot hold, and nothing else', () => {
    const sealed = mapped(batchOf(bytes), (record, i) => ({ ...record, big: i === 4 ? 4n : 0 })).seal();
    expect(sealed.length).to.equal(8);
    expect(sealed.rejects.map(({ reason }) => reason)).to.deep.equal(['Do not know how to serialize a BigInt']);
  });

  it('leave rejects the labels that the flow gave, whatever they did to those fields', () => {
    const broken = Buffer.concat([bytes, Buffer.from('no such line\n')]);
    const all = jsonOf(mapped(batchOf(broken), (record) => ({ ...record, team: 'other' })).seal());
    expect(all.at(-1)).to.include({ message: 'no such line', team: 'web' });
    expect(all.at(0)).to.include({ team: 'other' });
  });
});
