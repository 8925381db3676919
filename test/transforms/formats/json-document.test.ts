import { expect } from 'chai';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { flow } from '../../../src/flow.ts';
import type { DocumentItem } from '../../../src/format.ts';
import { memory } from '../../../sinks/memory.ts';
import { gunzip } from '../../../transforms/index.ts';
import { jsonDocument } from '../../../transforms/formats/json-document.ts';
import { read } from '../../../transforms/read.ts';
import { caught } from '../../helpers/caught.ts';
import { readAll } from '../../helpers/read-all.ts';
import { balanced, bytes, failure, held, until } from '../../helpers/runs.ts';

const records = jsonDocument({ name: 'records', path: 'Records' });
const list = jsonDocument({ name: 'list' });

/** What a reader gives for a document in pieces of so many bytes. */
async function items(format: typeof records, document: string | Buffer, size = Infinity): Promise<DocumentItem[]> {
  const reader = format.open();
  const all = Buffer.from(document);
  const made: DocumentItem[] = [];
  for (let at = 0; at < all.length; at += size) made.push(...(await reader.push(all.subarray(at, at + size))));
  return [...made, ...(await reader.end(false))];
}

describe('jsonDocument', () => {
  for (const [what, document, expected] of [
    ['an empty array', '{"Records":[]}', []],
    ['what stands around it', '{"a":[{"x":1}],"Records":[{"n":1}],"b":{"Records":[{"x":1}]}}', [{ n: 1 }]],
    ['`Records` inside of records', '{"Records":[{"Records":[{"n":1}]}]}', [{ Records: [{ n: 1 }] }]],
    ['white space', ' \n{ "Records" :\t[ { } , { } ]\r\n}\n', [{}, {}]],
    ['a byte-order mark', '\ufeff{"Records":[{}]}', [{}]],
    ['a key that comes twice', '{"Records":[{"n":1}],"Records":[{"n":2}]}', [{ n: 1 }, { n: 2 }]],
    ['documents in a row', '{"Records":[{"n":1}]}{"Records":[]}\n{"Records":[{"n":2}]}', [{ n: 1 }, { n: 2 }]],
    ['escapes', '{"Records":[{"\\u0061\\n":"\\"\\\\\\/\\ud83d\\ude00\\ud83d"}]}', [{ 'a\n': '"\\/😀\ud83d' }]],
  ] as const) {
    it(`reads ${what}, in one piece and byte by byte`, async () => {
      for (const size of [Infinity, 1]) {
        const found = await items(records, document, size);
        expect(found).to.deep.equal(expected.map((record) => ({ record })));
      }
    });
  }

  it('finds the array where the path says, or as the document itself', async () => {
    const deep = jsonDocument({ name: 'deep', path: 'data.items' });
    expect(await items(deep, '{"items":[{}],"data":{"x":{"items":[{}]},"items":[{"n":1}]}}')).to.deep.equal([
      { record: { n: 1 } },
    ]);
    expect(await items(list, '[{"n":1},{"n":2}]')).to.deep.equal([{ record: { n: 1 } }, { record: { n: 2 } }]);
  });

  it('gives an item as soon as it is whole', async () => {
    const reader = records.open();
    expect(await reader.push(Buffer.from('{"Records":[{"n":1},{"n":'))).to.deep.equal([{ record: { n: 1 } }]);
    expect(await reader.push(Buffer.from('2'))).to.deep.equal([]);
    expect(await reader.push(Buffer.from('}'))).to.deep.equal([{ record: { n: 2 } }]);
  });

  it('rejects items that are no objects, each in its place', async () => {
    const text = '{"Records":[1,{"n":1},[2,[3]],null,"x",true]}';
    const found = await readAll(records, text);
    const reject = (message: string) => ({ message, tags: ['_parsefailure'], error: 'not_an_object' });
    expect(found.records).to.deep.equal([reject('1'), { n: 1 }, ...['[2,[3]]', 'null', '"x"', 'true'].map(reject)]);
    expect(found.summary.lines).to.include({ encountered: 6, parsed: 1 });
  });

  it('rejects an item that is too long, however it is cut, and goes on after it', async () => {
    const short = jsonDocument({ name: 'short', maxItemBytes: 60 });
    const long = { a: { b: ['x'.repeat(30), { c: 'y'.repeat(30) }], d: [{}, [1, 2]] }, e: 1 };
    const text = 'z'.repeat(61);
    for (const size of [1, 7, Infinity]) {
      expect(await items(short, JSON.stringify([{ n: 1 }, long, { text }, text, { n: 2 }]), size)).to.deep.equal([
        { record: { n: 1 } },
        { reason: 'item_too_long', text: JSON.stringify({ a: { b: ['x'.repeat(30), { c: 'y'.repeat(30) }] } }) },
        { reason: 'item_too_long', text: JSON.stringify({ text }) },
        { reason: 'item_too_long', text: JSON.stringify(text) },
        { record: { n: 2 } },
      ]);
    }
  });

  it('holds strings of megabytes', async () => {
    const huge = jsonDocument({ name: 'huge', maxItemBytes: 8 << 20 });
    const text = 'é, and "more" of it\n'.repeat(1 << 17);
    expect(await items(huge, JSON.stringify([{ text }]), 64 << 10)).to.deep.equal([{ record: { text } }]);
    const [item] = await items(list, JSON.stringify([{ text }]), 64 << 10);
    expect(item)
      .to.include({ reason: 'item_too_long' })
      .and.to.have.property('text')
      .with.lengthOf(64 << 10);
  });

  it('does not hold a value without an end', async () => {
    const reader = list.open();
    await reader.push(Buffer.from('[{"text":"'));
    const piece = Buffer.alloc(4 << 20, 0x61);
    const error = await caught(
      (async () => {
        for (let pushed = 0; pushed < 80 << 20; pushed += piece.length) await reader.push(piece);
      })(),
    );
    expect(error.message).to.match(/between bytes \d+ and \d+: a value of more than 67108864 bytes$/);
  });

  it('fails for every cut that leaves a document unfinished, unless it ends early', async () => {
    const whole = Buffer.from('{"a":[true,"é"],"Records":[{"n":1.5e3,"t":"😀"},5]}');
    for (let length = 0; length < whole.length; length++) {
      const error = await caught(items(records, whole.subarray(0, length)));
      expect(error.message).to.match(/^the document is broken (at its end, byte \d+, after \d items|between bytes)/);
      const reader = records.open();
      await reader.push(whole.subarray(0, length));
      expect(await reader.end(true)).to.deep.equal([]);
    }
  });

  for (const [document, problem] of [
    ['', 'it is empty'],
    ['{}', 'it has no array Records'],
    ['{"Records":null}', 'it has no array Records'],
    ['{"Records":{"a":[]}}', 'it has no array Records'],
    ['{"records":[]}', 'it has no array Records'],
    ['[{"Records":[]}]', 'it has no array Records'],
    ['{"Records":[]}{}', 'it has no array Records'],
    ['5', 'it has no array Records'],
    ['{"Records":[{},]}', 'unexpected token'],
    ['{"Records":[{"a":NaN}]}', 'expected a value'],
    ['{"Records":[{"a":1 "b":2}]}', 'expected'],
    ['{"Records":[]}]', 'expected a value|unexpected'],
    ['not JSON', 'expected a value'],
  ] as const) {
    it(`fails for ${document || 'nothing'}`, async () => {
      expect((await caught(items(records, document))).message).to.match(new RegExp(problem));
    });
  }

  it('fails the run, with its name, the stage and the place', async () => {
    const run = flow(read(records))
      .to(memory())
      .run(bytes(['{"Records":[{"n":1},', '{"n":']));
    const { error, summary } = await failure(run);
    expect(error).to.include({ code: 'ERR_STAGE', stage: 'read', retryable: false });
    expect(error.message).to.match(/^read: the document is broken at its end, byte 25, after 1 items: .*test:object/);
    expect(summary).to.include({ status: 'failed', format: 'records' });
  });

  it('reads gzip of several members, a document in each', async () => {
    const sink = memory();
    const members = [1, 2].map((n) => gzipSync(JSON.stringify({ Records: [{ n }] })));
    await flow(gunzip(), read(records))
      .to(sink)
      .run(bytes([Buffer.concat(members)]));
    expect(sink.records).to.deep.equal([{ n: 1 }, { n: 2 }]);
  });

  it('gives what is whole when the run ends early', async () => {
    const sink = memory();
    const stopping = new AbortController();
    const { source } = held(['{"Records":[{"n":1},{"n":2},{"n"']);
    const run = flow(read(records)).to(sink).run(source, { stopping: stopping.signal });
    await until(() => sink.lines.length === 2);
    stopping.abort();
    expect(balanced(await run)).to.include({ status: 'stopped' });
    expect(sink.records).to.deep.equal([{ n: 1 }, { n: 2 }]);
  });

  it('has `__proto__` in data stand for itself', async () => {
    const { lines } = await readAll(list, '[{"__proto__":{"admin":true}}]');
    expect(lines).to.deep.equal(['{"__proto__":{"admin":true}}']);
    expect(Reflect.has({}, 'admin')).to.equal(false);
  });

  it('gives what JSON.parse gives, however the document is cut', async () => {
    const documents = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { maxLength: 8 });
    const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(documents, cuts, fc.boolean(), async (all, sizes, spaced) => {
        const text = JSON.stringify({ before: all, Records: all, after: [all] }, undefined, spaced ? 1 : 0);
        const document = Buffer.from(text);
        const reader = records.open();
        const found: DocumentItem[] = [];
        for (let at = 0, i = 0; at < document.length; i++) {
          const next = at + (sizes[i % sizes.length] ?? 1);
          found.push(...(await reader.push(document.subarray(at, next))));
          at = next;
        }
        found.push(...(await reader.end(false)));
        const parsed = JSON.parse(text) as { readonly Records: readonly object[] };
        expect(JSON.stringify(found)).to.equal(JSON.stringify(parsed.Records.map((record) => ({ record }))));
      }),
      { numRuns: 150 },
    );
  });
});
