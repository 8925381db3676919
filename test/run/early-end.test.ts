import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { AbortError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import type { Records } from '../../src/records.ts';
import type { RunEvent, Source, Stage } from '../../src/stage.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { parse } from '../../transforms/parse.ts';
import { auto, read } from '../../transforms/read.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { elbExamples } from '../helpers/lines.ts';
import { balanced, bytes, elbLines, failure, held, looking, sinkOf, streaming, until } from '../helpers/runs.ts';

const line = `${elbExamples.http}\n`;
const tiny = flow(gunzip(), splitLines({ batchBytes: 1 }), parse(elb));
const enough = new Error('enough');

describe('a run that is stopped', () => {
  it('delivers what was read, leaves out the unfinished line, and says so', async () => {
    const stop = new AbortController();
    const { source, stream } = held([line, line, line.slice(0, 30)]);
    const sink = sinkOf();
    const run = tiny.to(sink).run(source, { stopping: stop.signal });
    await until(() => sink.lines.length === 2);
    stop.abort();
    const summary = balanced(await run);
    expect([summary.status, summary.lines.encountered, summary.lines.sent]).to.deep.equal(['stopped', 2, 2]);
    expect(stream.closed).to.equal(true);
    expect(sink.calls.slice(-2)).to.deep.equal(['flush', 'close']);
  });

  it('delivers what waits in a batch that is not full', async () => {
    const stop = new AbortController();
    const { source } = held([line, line.slice(0, 30)]);
    const sink = sinkOf();
    const run = flow(read(elb))
      .to(sink)
      .run(source, {
        stopping: stop.signal,
        onEvent: ({ type }) => type === 'read' && setImmediate(() => stop.abort()),
      });
    expect([balanced(await run).status, sink.lines.length]).to.deep.equal(['stopped', 1]);
  });

  it('delivers all that can be decompressed of gzip that is cut short', async () => {
    const stop = new AbortController();
    const zipped = gzipSync(elbLines(2000));
    const { source } = held([zipped.subarray(0, zipped.length / 2)]);
    const sink = sinkOf();
    const run = tiny.to(sink).run(source, { stopping: stop.signal });
    await until(() => sink.lines.length > 0);
    stop.abort();
    const summary = balanced(await run);
    expect(summary.status).to.equal('stopped');
    expect(summary.lines.sent).to.be.within(500, 1999).and.to.equal(summary.lines.encountered);
  });

  it('reads nothing where it was stopped before it began', async () => {
    const sink = sinkOf();
    const summary = balanced(await tiny.to(sink).run(bytes([line]), { stopping: AbortSignal.abort() }));
    expect([summary.status, summary.bytes.read, sink.calls]).to.deep.equal(['stopped', 0, ['open', 'flush', 'close']]);
  });

  it('is completed where the stop comes after the last byte was read, and keeps its last line', async () => {
    const stop = new AbortController();
    let sourceEnded = false;
    const stream = Readable.from([Buffer.from(`${line}${elbExamples.http}`)]).once('end', () => (sourceEnded = true));
    const sink = sinkOf();
    const pausing: Stage<Buffer, Buffer> = {
      name: 'pausing',
      open: () => ({
        async push(chunk) {
          await until(() => sourceEnded);
          stop.abort();
          return chunk;
        },
      }),
    };
    const run = flow(pausing, read(elb))
      .to(sink)
      .run(
        streaming(() => stream),
        { stopping: stop.signal },
      );
    expect([balanced(await run).status, sink.lines.length]).to.deep.equal(['completed', 2]);
  });

  it('leaves out a line that is too long and has not ended', async () => {
    const stop = new AbortController();
    const { source } = held([line, 'x'.repeat(1000)]);
    const sink = sinkOf();
    const run = flow(splitLines({ batchBytes: 1, maxLineBytes: 500 }), parse(elb))
      .to(sink)
      .run(source, { stopping: stop.signal });
    await until(() => sink.lines.length === 1);
    stop.abort();
    expect(balanced(await run).lines.encountered).to.equal(1);
  });

  it('does not judge a format by a line that is cut short', async () => {
    const stop = new AbortController();
    const { source } = held(['2015-05-13T2']);
    const onEvent = ({ type }: { type: string }): void => {
      if (type === 'read') setImmediate(() => stop.abort());
    };
    const summary = await flow(read(auto)).to(sinkOf()).run(source, { stopping: stop.signal, onEvent });
    expect([balanced(summary).status, summary.lines.encountered]).to.deep.equal(['stopped', 0]);
  });

  it('delivers what waits in streams where the source complains of being closed', async () => {
    const stop = new AbortController();
    const stream = new Readable({
      read: () => undefined,
      destroy: (_error, done) => done(new Error('closed while reading')),
    });
    for (let i = 0; i < 40; i += 1) stream.push(elbLines(250));
    let read = 0;
    const onEvent = (event: RunEvent): void => void (read += event.type === 'read' ? event.bytes : 0);
    const sink = sinkOf({
      write: async () => {
        await until(() => read > 300_000);
        stop.abort();
        await until(() => stream.closed);
      },
    });
    const run = tiny.to(sink).run(
      streaming(() => stream),
      { stopping: stop.signal, onEvent },
    );
    const { status, lines } = balanced(await run);
    expect([status, lines.sent]).to.deep.equal(['stopped', lines.encountered]);
    expect(lines.sent).to.be.above(500);
  });
});

describe('a run that is aborted', () => {
  it('opens nothing where it was aborted before it began', async () => {
    const sink = sinkOf();
    const { error, summary } = await failure(tiny.to(sink).run(bytes([line]), { signal: AbortSignal.abort(enough) }));
    expect(error).to.be.instanceOf(AbortError);
    expect(error).to.deep.include({ code: 'ERR_ABORTED', cause: enough, retryable: true });
    expect([summary.status, sink.calls]).to.deep.equal(['aborted', []]);
  });

  it('rejects with AbortError, the cause and what was delivered, and closes source and sink', async () => {
    const abort = new AbortController();
    const { source, stream } = held([line, line]);
    const sink = sinkOf();
    const run = tiny.to(sink).run(source, { signal: abort.signal });
    await until(() => sink.lines.length === 2);
    abort.abort(enough);
    const { error, summary } = await failure(run);
    expect(error.message).to.equal('test:object: aborted: enough');
    expect([summary.status, summary.lines.sent, summary.failures.reading.total]).to.deep.equal(['aborted', 2, 0]);
    expect([stream.closed, sink.calls.filter((call) => call.startsWith('close')).length]).to.deep.equal([true, 1]);
  });

  it('gives up on a write that does not settle', async () => {
    const abort = new AbortController();
    const sink = sinkOf({
      write: () => new Promise(() => setImmediate(() => abort.abort(enough))),
    });
    const { summary } = await failure(tiny.to(sink).run(bytes([line]), { signal: abort.signal }));
    expect([summary.status, summary.failures.sending.total]).to.deep.equal(['aborted', 1]);
  });

  it('tells source, stages and sink', async () => {
    const abort = new AbortController();
    const told: string[] = [];
    const hear = (who: string, signal: AbortSignal): void => signal.addEventListener('abort', () => told.push(who));
    const { stream } = held([line]);
    const source: Source = {
      name: 'source',
      open: ({ signal }) => {
        hear('source', signal);
        return Promise.resolve({ stream, origin: { uri: 'x:' } });
      },
    };
    const stage: Stage<Records, Records> = {
      name: 'stage',
      open: ({ signal }) => {
        hear('stage', signal);
        setImmediate(() => abort.abort(enough));
        return { push: (batch) => batch };
      },
    };
    const sink = sinkOf({ open: (context) => hear('sink', context.signal) });
    await failure(flow(read(elb), stage).to(sink).run(source, { signal: abort.signal }));
    expect(told).to.deep.equal(['sink', 'source', 'stage']);
  });

  it('is aborted, not failed, where the sink rejects because of it', async () => {
    const abort = new AbortController();
    const write = (): Promise<void> => {
      abort.abort(enough);
      return Promise.reject(new Error('socket closed'));
    };
    const { error, summary } = await failure(tiny.to(sinkOf({ write })).run(bytes([line]), { signal: abort.signal }));
    expect([error.code, summary.status]).to.deep.equal(['ERR_ABORTED', 'aborted']);
  });
});

describe('back-pressure', () => {
  it('bounds what is read while the sink does not settle', async () => {
    let chunks = 0;
    const abort = new AbortController();
    const chunk = elbLines(250); // some 75 KiB
    const endless = new Readable({
      highWaterMark: 1,
      read() {
        chunks += 1;
        this.push(chunk);
      },
    });
    const sink = sinkOf({ write: () => new Promise(() => undefined) });
    const same = looking('same', () => undefined);
    const run = flow(gunzip(), splitLines(), parse(elb), same)
      .to(sink)
      .run(
        streaming(() => endless),
        { signal: abort.signal },
      );
    await until(() => sink.calls.includes('write'));
    let before = -1;
    for (let quiet = 0; quiet < 50; quiet = before === chunks ? quiet + 1 : 0) {
      before = chunks;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(chunks * chunk.length).to.be.below(6 << 20);
    abort.abort(enough);
    await failure(run);
  });
});
