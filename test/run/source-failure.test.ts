import { Readable } from 'node:stream';
import { expect } from 'chai';
import { SourceError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import type { Source } from '../../src/stage.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { parse } from '../../transforms/parse.ts';
import { read } from '../../transforms/read.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { elbExamples } from '../helpers/lines.ts';
import { failure, held, sinkOf, streaming, until } from '../helpers/runs.ts';

const line = `${elbExamples.http}\n`;
const boom = new Error('boom');
const throws = (): never => {
  throw boom;
};

describe('a run whose source fails', () => {
  it('rejects with the SourceError, its code and what it says of a retry', async () => {
    const gone = new SourceError('gone', { code: 'ERR_SOURCE_NOT_FOUND', retryable: true });
    const source: Source = { name: 'gone', open: () => Promise.reject(gone) };
    const sink = sinkOf();
    const { error, summary } = await failure(flow(read(elb)).to(sink).run(source));
    expect(error).to.equal(gone);
    expect(summary.failures.reading).to.deep.equal({ total: 1, lastFew: [{ reason: 'gone' }] });
    expect(sink.calls).to.deep.equal(['open', 'close after gone']);
  });

  for (const [how, open] of Object.entries({ throws, rejects: () => Promise.reject(boom) })) {
    it(`explains a source whose open ${how} an error of another kind`, async () => {
      const { error } = await failure(flow(read(elb)).to(sinkOf()).run({ name: 'mine', open }));
      expect(error).to.be.instanceOf(SourceError);
      expect(error).to.deep.include({ code: 'ERR_SOURCE', stage: 'mine', cause: boom });
    });
  }

  it('reports a stream that breaks in the middle, with what was delivered before', async () => {
    const { source, stream } = held([line]);
    const sink = sinkOf();
    const run = flow(splitLines({ batchBytes: 1 }), parse(elb))
      .to(sink)
      .run(source);
    await until(() => sink.lines.length === 1);
    stream.destroy(boom);
    const { error, summary } = await failure(run);
    expect(error).to.deep.include({ code: 'ERR_SOURCE', stage: 'test-source', cause: boom });
    expect([summary.lines.sent, summary.failures.reading.lastFew]).to.deep.equal([1, [{ reason: 'boom' }]]);
  });

  it('takes a stream that closes before its end for broken', async () => {
    const { source, stream } = held([line]);
    const run = flow(read(elb)).to(sinkOf()).run(source);
    setImmediate(() => stream.destroy());
    const { error } = await failure(run);
    expect(error).to.deep.include({ code: 'ERR_SOURCE', retryable: true });
    expect(error.message).to.equal('test:object: the source closed before its end');
  });

  it('notices a stream that was broken when it was opened', async () => {
    const source = streaming(() => new Readable().destroy(boom));
    const { error } = await failure(flow(read(elb)).to(sinkOf()).run(source));
    expect(error).to.deep.include({ code: 'ERR_SOURCE', cause: boom });
  });
});
