import { expect } from 'chai';
import { ConfigError } from '../src/errors.ts';
import { derive, filter, flatMap, map, mapAsync } from '../src/lift.ts';
import { RejectRecord, type Derivations } from '../src/records.ts';
import { applyTo } from '../src/testing/apply-to.ts';
import { packed, records } from '../src/testing/batches.ts';
import { number, text } from '../transforms/formats/columns.ts';
import { delimited } from '../transforms/formats/delimited.ts';

const format = delimited({ name: 'f', columns: [text('a'), number('n')] });
type Row = typeof format extends { readonly record?: infer R } ? NonNullable<R> : never;
/** `derive` on its own does not learn its row from the types of its callbacks. */
const deriving = <const D extends Derivations<Row>>(columns: D): ReturnType<typeof derive<Row, D>> => derive(columns);
const batch = packed(format, 'x 1\ny 2\nz 3\n');

describe('filter', () => {
  it('keeps records for which the callback is true', async () => {
    const { output } = await applyTo(
      filter((r: Row) => (r.n ?? 0) !== 2),
      batch,
    );
    expect(output).to.deep.equal([
      { a: 'x', n: 1 },
      { a: 'z', n: 3 },
    ]);
  });

  it('keeps all, or none', async () => {
    expect(
      (
        await applyTo(
          filter<Row>(() => true),
          batch,
        )
      ).output,
    ).to.have.length(3);
    expect(
      (
        await applyTo(
          filter<Row>(() => false),
          batch,
        )
      ).output,
    ).to.deep.equal([]);
  });

  it('rejects a record with the reason given', async () => {
    const refusing = filter((r: Row) => {
      if (r.n === 2) throw new RejectRecord('two is not wanted');
      return true;
    });
    const { output, rejects } = await applyTo(refusing, batch);
    expect(output).to.have.length(2);
    expect(rejects).to.deep.equal([
      { kind: 'transforming', stage: 'filter', offset: 4, reason: 'two is not wanted', text: 'y 2' },
    ]);
  });
});

describe('derive', () => {
  it('adds fields, and replaces fields of that name', async () => {
    const { output } = await applyTo(deriving({ m: (r) => (r.n ?? 0) * 2, a: (r) => `${r.a ?? ''}!` }), batch);
    expect(output[0]).to.deep.equal({ a: 'x!', n: 1, m: 2 });
  });

  it('nests a name with dots', async () => {
    expect((await applyTo(deriving({ 'p.q': (r) => r.n, 'p.r': () => null }), batch)).output[0]).to.deep.equal({
      a: 'x',
      n: 1,
      p: { q: 1, r: null },
    });
  });

  it('refuses a name that nests inside of a value, when the flow is built', () => {
    expect(() => deriving({ 'a.b': () => 1 }).outline?.(batch.schema)).to.throw(ConfigError, /nest inside of `a`/);
  });
});

describe('map', () => {
  it('replaces each record', async () => {
    expect(
      (
        await applyTo(
          map((r: Row) => ({ both: `${r.a ?? ''}${r.n ?? ''}` })),
          batch,
        )
      ).output,
    ).to.deep.equal([{ both: 'x1' }, { both: 'y2' }, { both: 'z3' }]);
  });

  it('gives objects that can be spread', async () => {
    expect(
      (
        await applyTo(
          map((r: Row) => ({ ...r, k: 1 })),
          batch,
        )
      ).output[0],
    ).to.deep.equal({ a: 'x', n: 1, k: 1 });
  });

  it('leaves dots in names literal that a callback made', async () => {
    expect(
      (
        await applyTo(
          map(() => ({ 'a.b': 1 })),
          batch,
        )
      ).output[0],
    ).to.deep.equal({ 'a.b': 1 });
  });

  const wrong: readonly [string, unknown, RegExp][] = [
    ['null', null, /returned null; expected an object/],
    ['undefined', undefined, /returned undefined; expected an object/],
    ['a string', 'x', /returned string; expected an object/],
    ['a list', [], /returned an array; expected an object/],
    ['a promise', Promise.resolve({}), /returned a promise; use `mapAsync`/],
  ];
  for (const [what, value, reason] of wrong) {
    it(`rejects a record that became ${what}`, async () => {
      const { output, rejects } = await applyTo(
        map((): object => value as object),
        batch,
      );
      expect([output, rejects.length]).to.deep.equal([[], 3]);
      expect(rejects[0]?.reason).to.match(reason);
    });
  }
});

describe('flatMap', () => {
  it('replaces each record by any number, in order', async () => {
    const times = flatMap((r: Row) => Array.from({ length: (r.n ?? 0) - 1 }, (_, i) => ({ a: r.a, i })));
    expect((await applyTo(times, batch)).output).to.deep.equal([
      { a: 'y', i: 0 },
      { a: 'z', i: 0 },
      { a: 'z', i: 1 },
    ]);
  });

  it('rejects the line where one of its records is none', async () => {
    const { output, rejects } = await applyTo(
      flatMap((r: Row): object[] => [{}, r.n === 2 ? (null as never) : {}]),
      batch,
    );
    expect([output.length, rejects.map(({ text: line }) => line)]).to.deep.equal([4, ['y 2']]);
  });
});

describe('mapAsync', () => {
  it('keeps the order, whichever answer comes first', async () => {
    const waiting: (() => void)[] = [];
    const backwards = mapAsync(
      (r: Row) =>
        new Promise<object>((resolve) => {
          waiting.push(() => resolve({ a: r.a }));
          if (waiting.length === 3) for (const answer of waiting.splice(0).reverse()) answer();
        }),
    );
    expect((await applyTo(backwards, batch)).output).to.deep.equal([{ a: 'x' }, { a: 'y' }, { a: 'z' }]);
  });

  it('has no more than `concurrency` under way', async () => {
    let under = 0;
    let most = 0;
    const counting = mapAsync(
      async (r: { i: number }) => {
        most = Math.max(most, (under += 1));
        await new Promise((resolve) => setImmediate(resolve));
        under -= 1;
        return r;
      },
      { concurrency: 3 },
    );
    await applyTo(counting, records(Array.from({ length: 20 }, (_, i) => ({ i }))));
    expect(most).to.equal(3);
  });

  it('rejects the record whose promise rejects, or whose callback throws', async () => {
    const failing = mapAsync((r: Row): Promise<Row> => {
      if (r.n === 1) throw new Error('at once');
      return r.n === 2 ? Promise.reject(new Error('later')) : Promise.resolve(r);
    });
    const { output, rejects } = await applyTo(failing, batch);
    expect([output.length, rejects.map(({ reason }) => reason)]).to.deep.equal([1, ['at once', 'later']]);
  });

  for (const concurrency of [0, -1, 1.5, Number.NaN, Infinity]) {
    it(`refuses a concurrency of ${concurrency}`, () => {
      expect(() => mapAsync((r: object) => Promise.resolve(r), { concurrency })).to.throw(ConfigError, /`concurrency`/);
    });
  }
});

describe('RejectRecord', () => {
  it('says why, without a stack, and leaves the length of other stacks alone', () => {
    const limit = Error.stackTraceLimit;
    const { name, message, stack } = new RejectRecord('because');
    expect([name, message, stack?.includes('\n')]).to.deep.equal(['RejectRecord', 'because', false]);
    expect(Error.stackTraceLimit).to.equal(limit);
  });
});
