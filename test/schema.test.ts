import { expect } from 'chai';
import type { Column, JsonValue } from '../src/column.ts';
import { ConfigError } from '../src/errors.ts';
import { PackedSchema } from '../src/schema.ts';

const column = (name: string, slot: number): Column => ({
  name,
  path: [name],
  source: { kind: 'cell', slot, type: 'text' },
});
const abc = new PackedSchema([column('a', 1), column('b', 2), column('c', 3)], 'omit', { name: 'a', style: 'iso' });

const names = (schema: PackedSchema): string[] => schema.columns.map(({ name }) => name);
const slots = ({ columns }: PackedSchema): unknown[] =>
  columns.map(({ source }) => (source.kind === 'cell' ? source.slot : source.kind));

/** The problems that a schema is refused for. */
function problems(edit: () => unknown): readonly string[] {
  try {
    edit();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('PackedSchema', () => {
  it('renames in place', () => expect(names(abc.rename({ b: 'x' }))).to.deep.equal(['a', 'x', 'c']));

  it('renames all at once, so that names can be swapped', () => {
    const swapped = abc.rename({ a: 'b', b: 'a' });
    expect([names(swapped), slots(swapped), swapped.time?.name]).to.deep.equal([['b', 'a', 'c'], [1, 2, 3], 'b']);
  });

  it('renames in a ring', () => expect(names(abc.rename({ a: 'b', b: 'c', c: 'a' }))).to.deep.equal(['b', 'c', 'a']));

  it('takes a rename onto the same name', () => expect(names(abc.rename({ a: 'a' }))).to.deep.equal(['a', 'b', 'c']));

  it('nests a new name at its dots', () => {
    expect(abc.rename({ b: 'x.y.z' }).columns[1]).to.deep.include({ name: 'x.y.z', path: ['x', 'y', 'z'] });
  });

  it('leaves dots of names that come from data literal', () => {
    const literal = new PackedSchema([column('a.b', 1), column('a', 2)], 'omit', undefined);
    expect(literal.rename({ a: 'c' }).columns.map(({ path }) => path)).to.deep.equal([['a.b'], ['c']]);
  });

  it('does not take names of Object for new ones', () => {
    const odd = new PackedSchema([column('constructor', 1), column('toString', 2)], 'omit', {
      name: 'constructor',
      style: 'iso',
    });
    const renamed = odd.rename({ toString: 'x' });
    expect([names(renamed), renamed.time?.name]).to.deep.equal([['constructor', 'x'], 'constructor']);
  });

  it('omits', () => expect(names(abc.omit(['c', 'a']))).to.deep.equal(['b']));

  it('picks in the order that columns have', () => expect(names(abc.pick(['c', 'a']))).to.deep.equal(['a', 'c']));

  it('can be left without columns', () => expect(names(abc.omit(['a', 'b', 'c']))).to.deep.equal([]));

  it('sets at the end, and in the place of a column of that name', () => {
    const set = abc.set({ b: 1, x: 2 });
    expect([names(set), slots(set)]).to.deep.equal([
      ['a', 'b', 'c', 'x'],
      [1, 'constant', 3, 'constant'],
    ]);
  });

  it('gives the event id a place, or the place of a column', () => {
    expect([names(abc.eventId('id')), slots(abc.eventId('b'))]).to.deep.equal([
      ['a', 'b', 'c', 'id'],
      [1, 'eventId', 3],
    ]);
  });

  it('has constants and event ids for labels', () => {
    const labels = abc.set({ x: 1 }).eventId('id').rename({ x: 'y.z' }).labels;
    expect(labels.map(({ name }) => name)).to.deep.equal(['y.z', 'id']);
  });

  const time: readonly [string, PackedSchema, string | undefined][] = [
    ['follows a rename', abc.rename({ a: '@timestamp' }), '@timestamp'],
    ['stays where it is picked', abc.pick(['a']), 'a'],
    ['is gone where it is omitted', abc.omit(['a']), undefined],
    ['is gone where it is not picked', abc.pick(['b']), undefined],
    ['is gone where a constant replaces it', abc.set({ a: 1 }), undefined],
    ['is gone where it is derived anew', abc.derive(['a'], 0), undefined],
    ['stays where others are replaced', abc.set({ b: 1 }).derive(['c'], 0).eventId('b'), 'a'],
  ];
  for (const [what, schema, expected] of time) {
    it(`has a time column that ${what}`, () => expect(schema.time?.name).to.equal(expected));
  }

  it('is the same object for the same derivation, so that what is compiled for it serves all batches', () => {
    expect(abc.derive(['x', 'y'], 2))
      .to.equal(abc.derive(['x', 'y'], 2))
      .and.not.equal(abc.derive(['x', 'y'], 3));
  });

  it('never changes', () => {
    abc.rename({ a: 'x' }).omit(['b']).set({ y: 1 });
    expect([names(abc), abc.time?.name]).to.deep.equal([['a', 'b', 'c'], 'a']);
  });

  const refused: readonly [string, () => unknown, readonly RegExp[]][] = [
    [
      'an unknown name to rename',
      () => abc.rename({ x: 'y' }),
      [/^rename: there is no column `x`; there are a, b, c$/],
    ],
    ['every unknown name', () => abc.rename({ x: 'y', z: 'w' }), [/`x`/, /`z`/]],
    ['an unknown name to omit', () => abc.omit(['x']), [/^omit: there is no column `x`/]],
    ['an unknown name to pick', () => abc.pick(['x']), [/^pick: there is no column `x`/]],
    ['a name of Object that is no column', () => abc.omit(['constructor']), [/`constructor`/]],
    [
      'a rename onto a name that is taken',
      () => abc.rename({ a: 'b' }),
      [/^the name `b` would stand for two columns$/],
    ],
    ['a rename of two onto one', () => abc.rename({ a: 'x', b: 'x' }), [/`x`/]],
    ['an empty name', () => abc.rename({ a: '' }), [/empty part/]],
    ['an empty part of a name', () => abc.set({ 'x..y': 1 }), [/`x\.\.y` has an empty part/]],
    ['a dot at the end', () => abc.eventId('event.'), [/empty part/]],
    ['__proto__', () => abc.rename({ a: '__proto__' }), [/__proto__/]],
    ['__proto__ as a part', () => abc.derive(['x.__proto__.y'], 0), [/__proto__/]],
    [
      'a node inside of a value',
      () => abc.rename({ a: 'b.x' }),
      [/^`b\.x` would nest inside of `b`, which is a value$/],
    ],
    ['a value in the place of a node', () => abc.set({ 'x.y': 1 }).set({ x: 1 }), [/`x\.y` would nest inside of `x`/]],
    [
      'a node deep inside of a value',
      () => abc.set({ 'x.y': 1, 'x.y.z.w': 1 }),
      [/`x\.y\.z\.w` would nest inside of `x\.y`/],
    ],
  ];
  for (const [what, edit, expected] of refused) {
    it(`refuses ${what}`, () => {
      const found = problems(edit);
      expect(found).to.have.length(expected.length);
      expected.forEach((pattern, i) => expect(found[i]).to.match(pattern));
    });
  }

  it('refuses a name with a dot beside one that nests in the same place', () => {
    const literal = new PackedSchema([column('x', 1), column('y', 2)], 'omit', undefined).rename({ x: 'a.b' });
    expect(problems(() => literal.rename({ y: 'a.b' }))).to.have.length(1);
  });

  it('takes any constant that JSON has', () => {
    const values: JsonValue[] = [null, true, 0, '', [1], { a: {} }];
    for (const value of values)
      expect(abc.set({ x: value }).columns[3]?.source).to.deep.equal({ kind: 'constant', value });
  });
});
