import { expect } from 'chai';
import fc from 'fast-check';
import { flow } from '../../../src/flow.ts';
import { memory } from '../../../sinks/memory.ts';
import { derive, map, rename } from '../../../transforms/index.ts';
import { jsonLines } from '../../../transforms/formats/json-lines.ts';
import { parse } from '../../../transforms/parse.ts';
import { read } from '../../../transforms/read.ts';
import { splitLines } from '../../../transforms/split-lines.ts';
import { readAll } from '../../helpers/read-all.ts';
import { bytes } from '../../helpers/runs.ts';

const app = jsonLines({ name: 'app' });

describe('jsonLines', () => {
  it('takes one object a line, as it is', async () => {
    const lines = ['{"a":1,"b":{"c":[1,"x",null,true]}}', '{}', '{"e.f":"é😀\\ud83d","":0}'];
    const { records, summary } = await readAll(app, lines.join('\r\n\n'));
    expect(records).to.deep.equal(lines.map((line): unknown => JSON.parse(line)));
    expect(summary.lines).to.include({ encountered: 5, parsed: 3, skipped: 2 });
  });

  for (const [line, reason] of [
    ['{"a":1', 'invalid_json'],
    ["{'a':1}", 'invalid_json'],
    ['{"a":1},', 'invalid_json'],
    ['{"a":NaN}', 'invalid_json'],
    [' ', 'invalid_json'],
    ['[1]', 'not_an_object'],
    ['null', 'not_an_object'],
    ['"x"', 'not_an_object'],
    ['5', 'not_an_object'],
  ] as const) {
    it(`rejects ${line} as ${reason}, and nothing beside it`, async () => {
      const { records } = await readAll(app, `{"a":1}\n${line}\n{"a":2}\n`);
      expect(records).to.deep.equal([{ a: 1 }, { message: line, tags: ['_parsefailure'], error: reason }, { a: 2 }]);
    });
  }

  it('passes over a byte-order mark', async () => {
    expect((await readAll(app, '\ufeff{"a":1}\n')).records).to.deep.equal([{ a: 1 }]);
  });

  it('loses the digits that a double cannot hold', async () => {
    const { lines } = await readAll(app, '{"id":12345678901234567890,"n":1.0}\n');
    expect(lines).to.deep.equal(['{"id":12345678901234567000,"n":1}']);
  });

  it('has names from data stand for themselves, `__proto__` and dots too', async () => {
    const sink = memory();
    const line = '{"__proto__":{"admin":true},"constructor":1,"a.b":2}';
    await flow(
      read(app),
      rename({ constructor: 'made.by' }),
      derive({ polluted: () => Reflect.has({}, 'admin') }),
      map((record) => ({ ...record })),
    )
      .to(sink)
      .run(bytes([line]));
    expect(sink.lines).to.deep.equal(['{"__proto__":{"admin":true},"made":{"by":1},"a.b":2,"polluted":false}']);
  });

  it('works with `parse`', async () => {
    const sink = memory();
    await flow(splitLines(), parse(app))
      .to(sink)
      .run(bytes(['{"a":1}\n{"a"', ':2}']));
    expect(sink.records).to.deep.equal([{ a: 1 }, { a: 2 }]);
  });

  it('gives what JSON.parse gives, for any objects in any pieces', async () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(objects, fc.integer({ min: 1, max: 40 }), async (all, size) => {
        const text = Buffer.from(all.map((object) => `${JSON.stringify(object)}\n`).join(''));
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.subarray(i * size, (i + 1) * size),
        );
        const { lines } = await readAll(app, pieces);
        expect(lines).to.deep.equal(all.map((object) => JSON.stringify(JSON.parse(JSON.stringify(object)))));
      }),
      { numRuns: 50 },
    );
  });
});
