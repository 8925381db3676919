import { once } from 'node:events';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { fromStream, toTransform } from '../src/adapters.ts';
import { flow } from '../src/flow.ts';
import { filter } from '../src/lift.ts';
import type { Records, Reject } from '../src/records.ts';
import type { Output, RunEvent, Stage } from '../src/stage.ts';
import { memory } from '../sinks/memory.ts';
import { elb } from '../transforms/formats/elb.ts';
import { eventId } from '../transforms/event-id.ts';
import { parse } from '../transforms/parse.ts';
import { read } from '../transforms/read.ts';
import { rename } from '../transforms/rename.ts';
import { splitLines } from '../transforms/split-lines.ts';
import { caught } from './helpers/caught.ts';
import { elbExamples } from './helpers/lines.ts';
import { bytes, until } from './helpers/runs.ts';

const input = `${elbExamples.http}\nbad\n${elbExamples.https}\n`;

/** A stage of strings. */
const saying = (push: (chunk: string) => Output<string> | Promise<Output<string>>): Stage<string, string> => ({
  name: 'saying',
  open: () => ({ push, end: () => 'end' }),
});

async function said(stage: Stage<string, string>, chunks: readonly string[]): Promise<unknown> {
  const stream = toTransform(stage);
  const all: string[] = [];
  stream.on('data', (chunk: string) => all.push(chunk));
  await pipeline(Readable.from(chunks), stream);
  return all;
}

describe('toTransform', () => {
  for (const [how, push] of [
    ['at once', () => undefined],
    ['later', () => Promise.resolve(undefined)],
  ] as const) {
    it(`asks a stage that answers ${how} for what it holds when live input falls silent`, async () => {
      const holding: Stage<string, string> = { name: 'holding', open: () => ({ push, idle: () => 'held' }) };
      const stream = toTransform(holding, { origin: { uri: '-', live: true } });
      const first = once(stream, 'data');
      stream.write('x');
      expect(await first).to.deep.equal(['held']);
      stream.end();
    });
  }

  it('makes stages that can be piped by anybody', async () => {
    const records: Records[] = [];
    const stages = [
      toTransform(splitLines()),
      toTransform(parse(elb)),
      toTransform(rename<{ elb: string }, { elb: string }>({ elb: 'name' })),
    ];
    const last = new PassThrough({ objectMode: true }).on('data', (batch: Records) => records.push(batch));
    await pipeline([Readable.from([Buffer.from(input)]), ...stages, last]);
    expect(records.map((batch) => [batch.length, batch.rejects.length])).to.deep.equal([[2, 1]]);
    expect(records[0]?.encode().bytes.toString()).to.include('"name":"my-loadbalancer"');
  });

  it('tells each reject to `onReject`, once, by the stage that adds it', async () => {
    const told: Record<string, Reject[]> = { parse: [], filter: [] };
    const refusing = filter((r: { client_port: number | undefined }) => {
      if (r.client_port === 2817) throw new Error('no');
      return true;
    });
    await pipeline([
      Readable.from([Buffer.from(input)]),
      toTransform(splitLines()),
      toTransform(parse(elb), { onReject: (reject) => told.parse?.push(reject) }),
      toTransform(refusing, { onReject: (reject) => told.filter?.push(reject) }),
      new PassThrough({ objectMode: true }).resume(),
    ]);
    expect(told.parse?.map(({ text }) => text)).to.deep.equal(['bad']);
    expect(told.filter?.map(({ reason }) => reason)).to.deep.equal(['no', 'no']);
  });

  it('tells the stage where bytes come from, and `onEvent` what it reports', async () => {
    const events: RunEvent[] = [];
    const origin = { uri: 'x:', identity: 'x' };
    const batches: Records[] = [];
    const reading = toTransform(read(elb), { origin, onEvent: (event) => events.push(event) });
    const ids = toTransform(eventId<object>(), { origin });
    const last = new PassThrough({ objectMode: true }).on('data', (batch: Records) => batches.push(batch));
    await pipeline([Readable.from([Buffer.from(input)]), reading, ids, last]);
    expect(events).to.deep.equal([{ type: 'format', format: 'elb', name: 'elb', unit: 'bytes' }]);
    expect(batches[0]?.encode().bytes.toString()).to.include('"_id":"LXEWQrcmsEQBYnyp-0"');
  });

  it('hands on none, one or several chunks, in order, and what comes at the end', async () => {
    const answers: Record<string, Output<string>> = { a: undefined, b: 'b', c: ['c1', 'c2'], d: [] };
    expect(
      await said(
        saying((chunk) => answers[chunk]),
        ['a', 'b', 'c', 'd'],
      ),
    ).to.deep.equal(['b', 'c1', 'c2', 'end']);
  });

  it('waits for promises, one push at a time', async () => {
    let under = 0;
    const slow = saying(async (chunk) => {
      expect((under += 1)).to.equal(1);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
      return chunk;
    });
    expect(await said(slow, ['a', 'b', 'c'])).to.deep.equal(['a', 'b', 'c', 'end']);
  });

  for (const [how, push] of Object.entries({
    throws: (): never => {
      throw new Error('boom');
    },
    rejects: () => Promise.reject(new Error('boom')),
  })) {
    it(`is destroyed with the error where a push ${how}`, async () => {
      expect((await caught(said(saying(push), ['a']))).message).to.equal('boom');
    });
  }

  it('is destroyed with the error of `onReject`', async () => {
    const stream = toTransform(parse(elb), {
      onReject: () => {
        throw new Error('heard enough');
      },
    });
    const lines = { bytes: Buffer.from('bad\n'), offset: 0, end: 4, rejects: [] };
    expect((await caught(pipeline(Readable.from([lines]), stream))).message).to.equal('heard enough');
  });

  it('sends on what a stage holds when live input is silent, and fails where that throws', async () => {
    const idle = (): string => {
      throw new Error('not now');
    };
    const stage: Stage<string, string> = { name: 'idle', open: () => ({ push: () => undefined, idle }) };
    const stream = toTransform(stage, { origin: { uri: 'x:', live: true } });
    let failed: Error | undefined;
    stream.on('error', (error: Error) => (failed = error));
    stream.write('a');
    await until(() => failed !== undefined);
    expect(failed?.message).to.equal('not now');
  });

  it('leaves no timer behind', async () => {
    const stage: Stage<string, string> = {
      name: 'idle',
      open: () => ({ push: () => undefined, idle: () => undefined }),
    };
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await new Promise((resolve) => setImmediate(resolve)); // mocha starts its own timer when the test has begun
    const before = timers();
    const stream = toTransform(stage, { origin: { uri: 'x:', live: true } });
    stream.write('a');
    const during = timers();
    stream.destroy();
    await once(stream, 'close');
    expect([during, timers()]).to.deep.equal([before + 1, before]);
  });

  it('says what is wrong with something that is no stage', () => {
    const nothing = { name: 'nothing' };
    expect(() => toTransform(nothing)).to.throw(TypeError, '`nothing` has neither `open`, `edit` nor `stream`');
  });
});

describe('fromStream', () => {
  it('makes a native stream a stage, opened anew for every run', async () => {
    let opened = 0;
    const inflate = fromStream('inflate', () => {
      opened += 1;
      return createGunzip();
    });
    const sink = memory();
    const built = flow(inflate, read(elb)).to(sink);
    for (let i = 0; i < 2; i += 1) await built.run(bytes([gzipSync(input)]));
    expect([opened, sink.lines.length]).to.deep.equal([2, 6]);
  });

  it('tells the stream of the run it is in', async () => {
    const seen: unknown[] = [];
    const curious = fromStream('curious', ({ origin }) => {
      seen.push(origin.uri);
      return new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) });
    });
    await flow(curious, read(elb))
      .to(memory())
      .run(bytes([input]));
    expect(seen).to.deep.equal(['test:object']);
  });
});
