import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { fromStream } from '../../src/adapters.ts';
import { StageError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { mapAsync } from '../../src/lift.ts';
import type { Records } from '../../src/records.ts';
import type { Stage } from '../../src/stage.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { parse } from '../../transforms/parse.ts';
import { read } from '../../transforms/read.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { elbExamples } from '../helpers/lines.ts';
import { bytes, elbLines, failure, held, looking, sinkOf } from '../helpers/runs.ts';

const line = `${elbExamples.http}\n`;
const boom = new Error('boom');
const throws = (): never => {
  throw boom;
};

/** A stage of records of which one call throws. */
const broken = (where: 'open' | 'push' | 'end'): Stage<Records, Records> => ({
  name: 'broken',
  open: () => {
    if (where === 'open') throws();
    return {
      push: (batch) => (where === 'push' ? throws() : batch),
      end: () => (where === 'end' ? throws() : undefined),
    };
  },
});

describe('a run that a stage fails', () => {
  for (const where of ['open', 'push', 'end'] as const) {
    it(`rejects with a StageError that says who, why and on what, where \`${where}\` throws`, async () => {
      const sink = sinkOf();
      const run = flow(read(elb), broken(where))
        .to(sink)
        .run(bytes([line]));
      const { error, summary } = await failure(run);
      expect(error).to.be.instanceOf(StageError);
      expect(error).to.deep.include({ code: 'ERR_STAGE', stage: 'broken', cause: boom, retryable: false });
      expect(error.message).to.equal('broken: boom (test:object)');
      expect(summary.status).to.equal('failed');
      expect(sink.calls.at(-1)).to.equal('close after boom');
    });
  }

  it('takes a rejected promise for a throw', async () => {
    const late: Stage<Records, Records> = { name: 'late', open: () => ({ push: () => Promise.reject(boom) }) };
    const { error } = await failure(
      flow(read(elb), late)
        .to(sinkOf())
        .run(bytes([line])),
    );
    expect(error).to.deep.include({ stage: 'late', cause: boom });
  });

  it('takes anything that is thrown for an error', async () => {
    const odd = looking('odd', () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what callers in JavaScript may do
      throw 'a string';
    });
    const { error } = await failure(
      flow(read(elb), odd)
        .to(sinkOf())
        .run(bytes([line])),
    );
    expect(error.message).to.equal('odd: a string (test:object)');
  });

  it('names the native stream that broke', async () => {
    const cipher = fromStream(
      'decipher',
      () => new PassThrough({ transform: (_chunk, _encoding, done) => done(boom) }),
    );
    const { error } = await failure(
      flow(cipher, read(elb))
        .to(sinkOf())
        .run(bytes([line])),
    );
    expect(error).to.deep.include({ code: 'ERR_STAGE', stage: 'decipher', cause: boom });
  });

  it('counts what was delivered before, and what was parsed and was not', async () => {
    let batches = 0;
    const third = looking('third', () => {
      if (++batches === 3) throws();
    });
    const sink = sinkOf();
    const run = flow(splitLines({ batchBytes: 1 }), parse(elb), third)
      .to(sink)
      .run(bytes([line, line, line, line]));
    const { summary } = await failure(run);
    expect(summary.lines.parsed).to.be.at.least(3);
    expect(summary.lines.sent).to.equal(sink.lines.length);
    expect(summary.failures.sending.total).to.equal(summary.lines.parsed - sink.lines.length);
  });

  it('closes the source', async () => {
    const { source, stream } = held([line]);
    await failure(
      flow(splitLines({ batchBytes: 1 }), parse(elb), broken('push'))
        .to(sinkOf())
        .run(source),
    );
    expect(stream.closed).to.equal(true);
  });

  it('fails on gzip that is corrupt, in the name of gunzip', async () => {
    const zipped = gzipSync(elbLines(100));
    zipped.fill(0xff, 100, 200);
    const { error } = await failure(
      flow(gunzip(), read(elb))
        .to(sinkOf())
        .run(bytes([zipped])),
    );
    expect(error).to.deep.include({ code: 'ERR_STAGE', stage: 'gunzip' });
  });

  it('waits for calls that are under way in mapAsync no longer than their promise takes', async () => {
    const slow = mapAsync(
      (_row: object, { signal }) =>
        new Promise<object>((_, reject) => {
          signal.addEventListener('abort', () => reject(boom));
          controller.abort(new Error('enough'));
        }),
    );
    const controller = new AbortController();
    const { error } = await failure(
      flow(read(elb), slow)
        .to(sinkOf())
        .run(bytes([line]), { signal: controller.signal }),
    );
    expect(error.code).to.equal('ERR_ABORTED');
  });

  it('ends where a native stream neither closes by itself nor is closed by Node', async () => {
    const lazy = fromStream('lazy', () => new PassThrough({ autoDestroy: false }));
    const sink = sinkOf();
    await flow(lazy, read(elb))
      .to(sink)
      .run(bytes([line]));
    expect(sink.calls.at(-1)).to.equal('close');
  });
});
