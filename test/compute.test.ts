import { expect } from 'chai';
import type { Computations } from '../src/schema.ts';
import type { SchemaStage } from '../src/stage.ts';
import type { Records } from '../src/records.ts';
import { ConfigError } from '../src/errors.ts';
import { applyTo, packed } from '../src/testing/index.ts';
import { ecs } from '../transforms/ecs.ts';
import { number, text } from '../transforms/formats/columns.ts';
import { delimited } from '../transforms/formats/delimited.ts';
import { alb } from '../transforms/formats/alb.ts';
import { filter } from '../src/lift.ts';
import { flow } from '../src/flow.ts';
import { read } from '../transforms/read.ts';

const format = delimited({ name: 'mine', minimum: 1, columns: [text('a'), number('n'), text('b')], time: 'b' });

const computing = (columns: Computations): SchemaStage<Records, Records> => ({
  name: 'compute',
  edit: (schema) => schema.compute(columns),
});

const joined: Computations['x'] = {
  from: ['a', 'n'],
  compute: (...cells) => cells.map((cell) => typeof cell).join(' '),
};

async function computed(
  line: string,
  columns: Computations,
  empty: 'omit' | 'null' | 'keep' = 'omit',
): Promise<unknown> {
  return (await applyTo(computing(columns), packed(format, line, { empty }))).output[0];
}

describe('computed columns', () => {
  const rows: readonly (readonly [title: string, line: string, seen: string])[] = [
    ['see strings and numbers', 'x 1', 'string number'],
    ['see a number that is none as its text', 'x 01', 'string string'],
    ['see no cell that is -', '- -', 'undefined undefined'],
    ['see no cell that is absent', 'x', 'string undefined'],
    ['see an empty string', '"" 1', 'string number'],
  ];
  for (const [title, line, seen] of rows) {
    for (const empty of ['omit', 'null', 'keep'] as const) {
      it(`${title}, with empty: ${empty}`, async () => {
        expect(await computed(line, { x: joined }, empty)).to.include({ x: seen });
      });
    }
  }
  it('see the columns as they were before, and may take their places', async () => {
    const swapped: Computations = {
      a: { from: ['b'], compute: (b) => b },
      b: { from: ['a'], compute: (a) => a },
    };
    expect(await computed('x 1 y', swapped)).to.deep.equal({ a: 'y', n: 1, b: 'x' });
  });
  it('nest at the dots of their names, and are left out where they are undefined', async () => {
    const columns: Computations = {
      'c.d': { from: ['n'], compute: (n) => [n ?? null, { e: 'f' }] },
      'g.h': { from: ['a'], compute: () => undefined },
    };
    expect(await computed('x 1 y', columns)).to.deep.equal({ a: 'x', n: 1, b: 'y', c: { d: [1, { e: 'f' }] } });
  });
  it('may be computed of computed ones', () => {
    const schema = format.schema('omit').compute({ x: joined });
    expect(schema.compute({ y: { from: ['x'], compute: (x) => x } }).columns.map(({ name }) => name)).to.include('y');
  });
  it('take the time away when they take its place', () => {
    expect(format.schema('omit').compute({ b: joined }).time).to.equal(undefined);
    expect(format.schema('omit').compute({ x: joined }).time).to.deep.equal({ name: 'b', style: 'iso' });
  });
  it('of a column that is not there are refused', () => {
    const build = () => format.schema('omit').compute({ x: { from: ['a', 'z'], compute: () => 1 } });
    expect(build).to.throw(ConfigError, 'compute: there is no column `z`');
  });
  it('are seen by callbacks, with their types', () => {
    const failed = flow(
      read(alb),
      ecs(),
      filter((row) => (row['http.response.status_code'] ?? 0) >= 500),
    );
    expect(failed).to.be.an('object');
  });
});
