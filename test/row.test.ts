import { expect } from 'chai';
import type { EmptyCells } from '../src/column.ts';
import type { Records } from '../src/records.ts';
import { packed } from '../src/testing/batches.ts';
import { address, number, text } from '../transforms/formats/columns.ts';
import { delimited } from '../transforms/formats/delimited.ts';

const format = delimited({
  name: 'f',
  minimum: 1,
  columns: [text('a'), number('n'), address('c'), text('constructor')],
});
type Row = typeof format extends { readonly record?: infer R } ? NonNullable<R> : never;

/** What a callback sees of each row. */
function seen<T>(batch: Records<Row>, look: (row: Row) => T): T[] {
  const all: T[] = [];
  batch.filter((row) => all.push(look(row)) > 0, 'look');
  return all;
}

const lines = (all: string, empty: EmptyCells = 'omit', bytes: BufferEncoding = 'latin1'): Records<Row> =>
  packed(format, Buffer.from(all, bytes), { empty, origin: { uri: 'x:', identity: 'x' }, start: 36 });

describe('a row', () => {
  const cases: readonly [string, string, (row: Row) => unknown, unknown][] = [
    ['gives text', 'x', (r) => r.a, 'x'],
    ['gives text without its quotes', '"x y"', (r) => r.a, 'x y'],
    ['gives text of valid UTF-8', '\xc3\xa9', (r) => r.a, 'é'],
    ['gives U+FFFD for broken UTF-8', 'x\xff', (r) => r.a, 'x\ufffd'],
    ['gives a number', 'x -1.5e3', (r) => r.n, -1500],
    ['gives the text of what is no number', 'x 01', (r) => r.n, '01'],
    ['gives a port as a number', 'x 1 1.2.3.4:80', (r) => r.c_port, 80],
    ['gives undefined for an absent cell', 'x', (r) => r.n, undefined],
    ['gives undefined for an empty cell', '- -', (r) => [r.a, r.n], [undefined, undefined]],
    ['gives an empty string for ""', '""', (r) => r.a, ''],
    ['gives the extra cells', 'a 1 b c - "d e"', (r) => r.extra, ['-', 'd e']],
    ['gives undefined where there are no extra cells', 'a', (r) => r.extra, undefined],
    ['gives a column called like a name of Object', 'a 1 b c', (r) => r.constructor, 'c'],
    ['knows which columns there are', 'a', (r) => ['a' in r, 'x' in r], [true, false]],
    ['names its columns to for … in', 'a', columnsOf, ['a', 'n', 'c_ip', 'c_port', 'constructor', 'extra']],
  ];
  for (const [title, line, look, expected] of cases) {
    it(title, () => expect(seen(lines(line), look)).to.deep.equal([expected]));
  }

  it('gives null, or -, for an empty cell where asked', () => {
    expect(seen(lines('- "-"', 'null'), (r) => [r.a, r.n])).to.deep.equal([[null, null]]);
    expect(seen(lines('- "-"', 'keep'), (r) => [r.a, r.n])).to.deep.equal([['-', '-']]);
  });

  it('cannot be written to', () => {
    const [error] = seen(lines('x'), (row) => {
      try {
        Object.assign(row, { a: 'y' });
        return undefined;
      } catch (thrown) {
        return thrown;
      }
    });
    expect(error).to.be.instanceOf(TypeError);
  });

  it('is valid in its callback, one row after the other', () => {
    expect(seen(lines('x\ny\n\nbad "\nz'), (r) => r.a)).to.deep.equal(['x', 'y', 'z']);
  });

  it('gives constants, derived values and event ids by their names', () => {
    const { schema } = lines('x');
    const labelled = lines('x\ny').withSchema(schema.set({ 'k.v': { deep: 1 } }).eventId('id'));
    const derived = labelled.derive({ d: () => ({ any: 1n }) }, 'derive') as Records<Record<string, unknown>>;
    const all: unknown[] = [];
    derived.filter((r) => all.push([r['k.v'], r.id, r.d]) > 0, 'look');
    expect(all).to.deep.equal([
      [{ deep: 1 }, 'LXEWQrcmsEQBYnyp-10', { any: 1n }],
      [{ deep: 1 }, 'LXEWQrcmsEQBYnyp-12', { any: 1n }],
    ]);
  });
});

function columnsOf(row: Row): string[] {
  const names: string[] = [];
  for (const name in row) names.push(name);
  return names;
}
