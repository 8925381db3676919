import { createHook } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { constants, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { StageError } from '../../src/errors.ts';
import type { StageContext } from '../../src/stage.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { caught } from '../helpers/caught.ts';

const never = new AbortController().signal;
const context: StageContext = {
  origin: { uri: 's3://b/k.gz' },
  signal: never,
  stopping: never,
  report: () => undefined,
};
const stopped: StageContext = { ...context, stopping: AbortSignal.abort() };

/** All that comes out for these chunks, read one piece a turn of the event loop so that back-pressure is at work. */
async function run(chunks: readonly Buffer[], given = context): Promise<Buffer> {
  const out: Buffer[] = [];
  const sink = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      out.push(chunk);
      setImmediate(done);
    },
  });
  await pipeline(Readable.from(chunks), gunzip().stream(given), sink);
  return Buffer.concat(out);
}

/** `bytes` in pieces that end where `cuts` say. */
function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

/** Runs `make` and holds the zlib handles that come into being meanwhile as only a collector of garbage can see them. */
async function zlibHandlesOf(make: () => Promise<void>): Promise<WeakRef<object>[]> {
  const handles: WeakRef<object>[] = [];
  const hook = createHook({
    init(_id, type, _trigger, resource: object) {
      if (type === 'ZLIB') handles.push(new WeakRef(resource));
    },
  }).enable();
  await make();
  hook.disable();
  return handles;
}

/** Collects garbage now, for which Node needs a flag. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  await turn(); // what a WeakRef has shown stays alive to the end of the job
  runInNewContext('gc()');
}

const text = Buffer.from('one line\ntwo lines\n'.repeat(40) + randomBytes(40).toString('hex'));
const second = Buffer.from('another member\n');
const zipped = gzipSync(text);
const members = Buffer.concat([zipped, gzipSync(''), gzipSync(second)]);
const both = Buffer.concat([text, second]);
const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('gunzip', () => {
  it('decompresses', async () => {
    expect(await run([zipped])).to.deep.equal(text);
  });

  it('gives the same output for several members wherever they are cut', () =>
    fc.assert(
      fc.asyncProperty(cuts, async (cuts) => {
        expect(await run(cutAt(members, cuts))).to.deep.equal(both);
      }),
      { numRuns: 50 },
    ));

  it('takes the input byte by byte, empty chunks between', async () => {
    const bytes = [...members].flatMap((byte) => [Buffer.alloc(0), Buffer.from([byte])]);
    expect(await run(bytes)).to.deep.equal(both);
  });

  for (const [what, plain] of [
    ['text', Buffer.from('GET / HTTP/1.1\n')],
    ['nothing at all', Buffer.alloc(0)],
    ['a single byte', Buffer.from('x')],
    ['text that begins like gzip', Buffer.from([0x1f, 0x41, 0x42])],
    ['what is larger than any buffer', randomBytes(1_000_000).fill('x', 0, 1)],
  ] as const) {
    it(`passes ${what} through untouched, wherever it is cut`, () =>
      fc.assert(
        fc.asyncProperty(cuts, async (cuts) => {
          expect(plain.equals(await run(cutAt(plain, cuts)))).to.equal(true);
        }),
        { numRuns: 10 },
      ));
  }

  it('accepts zero bytes after the last member, wherever they are cut', () =>
    fc.assert(
      fc.asyncProperty(cuts, async (cuts) => {
        expect(await run(cutAt(Buffer.concat([members, Buffer.alloc(100)]), cuts))).to.deep.equal(both);
      }),
      { numRuns: 20 },
    ));

  it('decompresses output far larger than its buffers', async () => {
    const large = Buffer.alloc(20_000_000, 'a line that compresses well\n');
    expect(large.equals(await run([gzipSync(large, { level: 1 })]))).to.equal(true);
  });

  for (const [what, input] of [
    ['plain', randomBytes(4_000_000).fill('x', 0, 1)],
    ['compressed', gzipSync(randomBytes(4_000_000), { level: constants.Z_NO_COMPRESSION })],
  ] as const) {
    it(`takes no more ${what} input than its buffers hold while nobody reads`, async () => {
      const chunks = cutAt(
        input,
        [...Array(60).keys()].map((n) => n * 65536),
      );
      const stream = gunzip().stream(context);
      let taken = 0;
      for (const chunk of chunks) stream.write(chunk, () => (taken += chunk.length));
      await run(chunks); // as long as it would take to take all
      stream.destroy();
      expect(taken).to.be.within(1, 1_500_000);
    });
  }

  it('decompresses no more than its buffers hold while nobody reads', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const stream = gunzip().stream(context);
    stream.write(bomb);
    await run([bomb]); // as long as it would take to decompress all
    expect(stream.readableLength).to.be.within(1, 1_000_000);
    stream.destroy();
  });

  it('fails for every truncation: inside a member, or between its end and its trailer', async () => {
    for (let end = 1; end < zipped.length; end += 1) {
      const error = await caught(run([zipped.subarray(0, end)]));
      expect(error).to.be.instanceOf(StageError);
      expect(error).to.include({ code: 'ERR_STAGE', stage: 'gunzip' });
      expect(error.message).to.include('gunzip: s3://b/k.gz ends in the middle of a gzip member (truncated?)');
      expect(error.message).to.include(`near byte ${end} of the compressed input`);
    }
  });

  it('fails for a truncation in a later member', async () => {
    const error = await caught(run([members.subarray(0, members.length - 1)]));
    expect(error.message).to.include('ends in the middle of a gzip member');
  });

  it('hands on all that a truncated member holds, and no error, once the run is stopping', async () => {
    let longest = 0;
    for (let end = 0; end <= zipped.length; end += 1) {
      const out = await run([zipped.subarray(0, end)], stopped);
      expect(text.subarray(0, out.length)).to.deep.equal(out);
      expect(out.length).to.be.at.least(longest);
      longest = out.length;
    }
    expect(longest).to.equal(text.length);
  });

  it('decides at the end of the input whether the run is stopping', async () => {
    const stopping = new AbortController();
    const stream = gunzip().stream({ ...context, stopping: stopping.signal });
    stream.write(zipped.subarray(0, zipped.length - 12));
    stopping.abort();
    stream.end();
    const out = Buffer.concat(await stream.toArray());
    expect(text.subarray(0, out.length)).to.deep.equal(out);
  });

  it('decompresses no more of what waits once the run is stopping and has been given something', async () => {
    const repeated = gzipSync(Buffer.alloc(20_000_000, text), { level: 1 });
    const pieces = Array.from({ length: 10 }, (_, n) =>
      repeated.subarray((n * repeated.length) / 10, ((n + 1) * repeated.length) / 10),
    );
    const stopping = new AbortController();
    const stream = gunzip().stream({ ...context, stopping: stopping.signal });
    for (const piece of pieces) stream.write(piece);
    await once(stream, 'readable');
    stopping.abort();
    stream.end();
    const out = Buffer.concat(await stream.toArray());
    expect(out.length).to.be.within(1, 4_000_000);
    expect(out).to.deep.equal(Buffer.alloc(out.length, text));
  });

  it('fails by name for data that is corrupt, with the cause', async () => {
    const corrupt = Buffer.from(zipped);
    corrupt.writeUInt8((corrupt.at(-5) ?? 0) ^ 1, corrupt.length - 5);
    const error = await caught(run([corrupt]));
    expect(error).to.include({ code: 'ERR_STAGE', stage: 'gunzip', retryable: false });
    expect(error.message).to.equal(
      `gunzip: s3://b/k.gz is corrupt: incorrect data check (near byte ${zipped.length} of the compressed input)`,
    );
    expect(error.cause).to.include({ code: 'Z_DATA_ERROR' });
  });

  it('fails by name for data after the last member that is not gzip, wherever it is cut', () =>
    fc.assert(
      fc.asyncProperty(cuts, async (cuts) => {
        const error = await caught(run(cutAt(Buffer.concat([zipped, Buffer.from('plain text')]), cuts)));
        expect(error.message).to.include('has data after a gzip member that is not gzip');
      }),
      { numRuns: 20 },
    ));

  it('fails by name for data after the padding, a member too, wherever it is cut', () =>
    fc.assert(
      fc.asyncProperty(cuts, fc.constantFrom(Buffer.from('text'), zipped), async (cuts, rest) => {
        const error = await caught(run(cutAt(Buffer.concat([zipped, Buffer.alloc(5), rest]), cuts)));
        expect(error.message).to.include('has data after the zero bytes that follow its last gzip member');
      }),
      { numRuns: 20 },
    ));

  it('lets go of zlib when it is destroyed in the middle of its work', async () => {
    const stream = gunzip().stream(context);
    const [handle] = await zlibHandlesOf(async () => {
      stream.write(zipped.subarray(0, 100));
      await once(stream, 'readable');
    });
    await collectGarbage();
    expect(handle?.deref()).to.be.an('object');
    stream.destroy();
    await once(stream, 'close');
    await collectGarbage();
    expect(handle?.deref()).to.equal(undefined);
    expect(stream.destroyed).to.equal(true);
  });

  it('can be opened for many runs, side by side', async () => {
    const stage = gunzip();
    const streams = [stage.stream(context), stage.stream(context)];
    for (const stream of streams) stream.end(zipped);
    const outputs = await Promise.all(streams.map((stream) => stream.toArray()));
    for (const output of outputs) expect(Buffer.concat(output)).to.deep.equal(text);
  });
});
