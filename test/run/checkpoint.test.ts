import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { constants, createGunzip, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Checkpoint } from '../../src/checkpoint.ts';
import { fromStream } from '../../src/adapters.ts';
import { flow } from '../../src/flow.ts';
import { defaultFlow } from '../../src/forward.ts';
import { filter } from '../../src/lift.ts';
import { file } from '../../src/sources/file.ts';
import { fromCheckpoint } from '../../src/sources/from-checkpoint.ts';
import { s3Object } from '../../src/sources/s3.ts';
import type { Records } from '../../src/records.ts';
import type { Sink, Source, Stage } from '../../src/stage.ts';
import type { Summary } from '../../src/summary.ts';
import { generate } from '../../src/testing/generate.ts';
import { eventId } from '../../transforms/event-id.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { auto, read } from '../../transforms/read.ts';
import { balanced, failure, sinkOf } from '../helpers/runs.ts';
import { startS3, type EmbeddedS3 } from '../helpers/s3.ts';
import { contentOf } from '../helpers/contents.ts';
import { samples } from '../helpers/samples/index.ts';

/** A run that is stopped after so many batches, or goes on to its end. */
async function stoppedAfter(batches: number, source: Source, lines: string[], batchBytes = 4000): Promise<Summary> {
  const stop = new AbortController();
  const sink = sinkOf({
    write: () => {
      if (sink.calls.filter((call) => call === 'write').length >= batches) stop.abort();
      return Promise.resolve();
    },
  });
  const ship = defaultFlow({ format: auto, eventId: 'id', batchBytes }).to(sink);
  const summary = balanced(await ship.run(source, { stopping: stop.signal }));
  lines.push(...sink.lines);
  return summary;
}

describe('a run that is taken up where another was stopped', () => {
  let s3: EmbeddedS3;
  let folder: string;
  before(async () => {
    s3 = await startS3();
    folder = mkdtempSync(join(tmpdir(), 'logflume-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await s3.close();
  });

  /** All lines of a source that is stopped again and again, and those of one run. */
  async function inPieces(source: Source): Promise<{ pieces: string[]; whole: string[]; runs: number }> {
    const [pieces, whole]: [string[], string[]] = [[], []];
    await stoppedAfter(Infinity, source, whole);
    let next: Source | undefined = source;
    let runs = 0;
    for (; next !== undefined && runs < 1000; runs += 1) {
      const { status, checkpoint }: Summary = await stoppedAfter(1, next, pieces);
      expect(checkpoint === undefined).to.equal(status === 'completed');
      next = checkpoint === undefined ? undefined : fromCheckpoint(onTheWire(checkpoint), { client: s3.client });
    }
    return { pieces, whole, runs };
  }

  const forms = { plain: (content: Buffer) => content, gzip: (content: Buffer) => gzipSync(content, { level: 0 }) };
  for (const [form, packed] of Object.entries(forms)) {
    for (const name of Object.keys(samples)) {
      it(`delivers the rest of a ${form} file of ${name}, every line once, with the ids of one run`, async () => {
        const path = join(folder, name);
        writeFileSync(path, packed(contentOf(name, 1_200_000)));
        const { pieces, whole, runs } = await inPieces(file(path));
        expect(pieces).to.deep.equal(whole);
        expect(runs).to.be.above(1);
      });
    }

    for (const name of ['elb', 'cloudfront', 'cloudtrail']) {
      it(`delivers the rest of a ${form} object of ${name}, every line once, with the ids of one run`, async () => {
        await s3.putObject('logs', name, packed(contentOf(name, 1_200_000)));
        const { pieces, whole, runs } = await inPieces(s3Object({ bucket: 'logs', key: name, client: s3.client }));
        expect(pieces).to.deep.equal(whole);
        expect(runs).to.be.above(1);
      });
    }
  }

  it('begins exactly at the byte of the first line that was not delivered', async () => {
    const content = Buffer.concat([...generate.elb({ lines: 3000 })]);
    await s3.putObject('logs', 'exact.log', content);
    const lines: string[] = [];
    const source = s3Object({ bucket: 'logs', key: 'exact.log', client: s3.client });
    const { checkpoint, bytes } = await stoppedAfter(3, source, lines);
    const upTo = content.toString().split('\n').slice(0, lines.length).join('\n').length + 1;
    expect(checkpoint).to.deep.include({
      offset: upTo,
      encoding: 'identity',
      unit: 'bytes',
      format: 'elb',
      attempt: 1,
    });
    expect(bytes.read).to.be.below(content.length);
    const rest = await stoppedAfter(Infinity, fromCheckpoint(checkpoint!, { client: s3.client }), lines);
    expect(rest.bytes.read).to.equal(content.length - upTo);
    expect(rest.format).to.equal('elb (by checkpoint)');
    expect(lines).to.have.length(3000);
  });

  it('tells the position of a line that does not parse in the whole object', async () => {
    const path = join(folder, 'bad.log');
    const good = Buffer.concat([...generate.elb({ lines: 2000 })]);
    writeFileSync(path, Buffer.concat([good, Buffer.from('no such line\n')]));
    const { checkpoint } = await stoppedAfter(1, file(path), []);
    const { failures } = await stoppedAfter(Infinity, fromCheckpoint(checkpoint!), []);
    expect(failures.parsing.lastFew.map(({ offset }) => offset)).to.deep.equal([good.length]);
  });

  it('counts what a filter left out, and what was passed over, as done', async () => {
    const path = join(folder, 'filtered.log');
    writeFileSync(path, Buffer.concat([...generate.elb({ lines: 3000 })]));
    const stop = new AbortController();
    const sink = sinkOf();
    const none = flow(
      gunzip(),
      read(elb, { batchBytes: 4000 }),
      filter(() => {
        stop.abort();
        return false;
      }),
    );
    const { checkpoint, lines } = balanced(await none.to(sink).run(file(path), { stopping: stop.signal }));
    expect(sink.lines).to.deep.equal([]);
    expect(lines.parsed).to.be.above(0);
    expect(checkpoint?.offset).to.be.above(0);
  });

  it('fails with ERR_OBJECT_CHANGED where the object or the file is another one by now', async () => {
    const content = Buffer.concat([...generate.elb({ lines: 3000 })]);
    await s3.putObject('logs', 'changing.log', content);
    const path = join(folder, 'changing.log');
    writeFileSync(path, content);
    for (const source of [s3Object({ bucket: 'logs', key: 'changing.log', client: s3.client }), file(path)]) {
      const { checkpoint } = await stoppedAfter(1, source, []);
      await s3.putObject('logs', 'changing.log', Buffer.concat([content, content]));
      appendFileSync(path, content);
      const run = stoppedAfter(Infinity, fromCheckpoint(checkpoint!, { client: s3.client }), []);
      expect((await failure(run)).error.code).to.equal('ERR_OBJECT_CHANGED');
    }
  });

  it('fails with ERR_CHECKPOINT where the flow reads another format, or does not mind checkpoints', async () => {
    const path = join(folder, 'format.log');
    writeFileSync(path, Buffer.concat([...generate.elb({ lines: 3000 })]));
    const checkpoint = (await stoppedAfter(1, file(path), [])).checkpoint!;
    const other = failure(stoppedAfter(Infinity, fromCheckpoint({ ...checkpoint, format: 'own' }), []));
    expect((await other).error).to.include({ code: 'ERR_CHECKPOINT', stage: 'read' });
    const mine: Stage<Buffer, Records> = { name: 'mine', open: () => read(elb).open(context) };
    const { error } = await failure(flow(gunzip(), mine).to(sinkOf()).run(fromCheckpoint(checkpoint)));
    expect(error.code).to.equal('ERR_CHECKPOINT');
    expect(error.message).to.match(/was to go on at [\d,]+, and begins at 0: a stage of this flow does not mind/);
  });
});

describe('a checkpoint', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'logflume-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('of a run that failed is where the sink had confirmed everything', async () => {
    const path = join(folder, 'failing.log');
    writeFileSync(path, Buffer.concat([...generate.elb({ lines: 3000 })]));
    const sink: Sink & { readonly lines: string[] } = sinkOf({
      write: () => (sink.lines.length > 0 ? Promise.reject(new Error('full')) : Promise.resolve()),
    });
    const ship = flow(gunzip(), read(elb, { batchBytes: 4000 }), eventId('id')).to(sink);
    const { summary } = await failure(ship.run(file(path)));
    const rest = sinkOf();
    await flow(gunzip(), read(elb), eventId('id')).to(rest).run(fromCheckpoint(summary.checkpoint!));
    expect(sink.lines.length).to.be.above(0);
    expect(new Set([...sink.lines, ...rest.lines]).size).to.equal(3000);
    expect(sink.lines.length + rest.lines.length).to.equal(3000);
  });

  it('is not given by a run that was completed, nor by one that failed with nothing delivered', async () => {
    const path = join(folder, 'small.log');
    writeFileSync(path, Buffer.concat([...generate.elb({ lines: 3 })]));
    expect(await flow(read(elb)).to(sinkOf()).run(file(path))).not.to.have.property('checkpoint');
    const full = sinkOf({ write: () => Promise.reject(new Error('full')) });
    expect((await failure(flow(read(elb)).to(full).run(file(path)))).summary).not.to.have.property('checkpoint');
  });

  for (const [what, stream] of [
    ['a stream of one’s own gives the bytes', () => new PassThrough()],
    ['a decompressor of one’s own gives the bytes', () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })],
  ] as const) {
    it(`is not given where ${what}: nobody knows positions in the source`, async () => {
      const path = join(folder, 'own.log.gz');
      const content = contentOf('elb', 3_000_000);
      writeFileSync(path, what.includes('decompressor') ? gzipSync(content, { level: 0 }) : content);
      const stop = new AbortController();
      const sink = sinkOf({ write: () => Promise.resolve().then(() => stop.abort()) });
      const summary = await flow(fromStream('own', stream), read(elb, { batchBytes: 4000 }))
        .to(sink)
        .run(file(path), { stopping: stop.signal });
      expect(summary.status).to.equal('stopped');
      expect(summary).not.to.have.property('checkpoint');
    });
  }
});

const context = {
  origin: { uri: 'x' },
  signal: new AbortController().signal,
  stopping: new AbortController().signal,
  report: () => undefined,
};

/** As a queue or a file would give it back. */
function onTheWire(checkpoint: Checkpoint): Checkpoint {
  return JSON.parse(JSON.stringify(checkpoint)) as Checkpoint;
}
