import { Readable } from 'node:stream';
import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import type { Sink, SinkContext } from '../../src/stage.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { parse } from '../../transforms/parse.ts';
import { read } from '../../transforms/read.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { elbExamples } from '../helpers/lines.ts';
import { bytes, failure, held, looking, sinkOf, streaming, until } from '../helpers/runs.ts';

const line = `${elbExamples.http}\n`;
const boom = new Error('boom');
const throws = (): never => {
  throw boom;
};

describe('a run whose sink fails', () => {
  for (const does of ['write', 'flush'] as const) {
    it(`rejects with a SinkError where \`${does}\` rejects, and closes the sink once`, async () => {
      const sink = sinkOf({ [does]: () => Promise.reject(boom) });
      const { error, summary } = await failure(
        flow(read(elb))
          .to(sink)
          .run(bytes([line])),
      );
      expect(error).to.be.instanceOf(SinkError);
      expect(error).to.deep.include({ code: 'ERR_SINK', stage: 'test-sink', cause: boom });
      expect(sink.calls.filter((call) => call.startsWith('close'))).to.deep.equal(['close after boom']);
      expect(summary.failures.sending.lastFew).to.deep.equal([{ reason: 'boom' }]);
    });

    it(`says the same where \`${does}\` throws`, async () => {
      const run = flow(read(elb))
        .to(sinkOf({ [does]: throws }))
        .run(bytes([line]));
      expect((await failure(run)).error).to.deep.include({ code: 'ERR_SINK', cause: boom });
    });
  }

  for (const [how, open] of Object.entries({ throws, rejects: () => Promise.reject(boom) })) {
    it(`opens no source where the sink's open ${how} an error`, async () => {
      let opened = false;
      const source = streaming(() => {
        opened = true;
        return Readable.from([]);
      });
      const sink: Sink = { name: 'mine', open };
      const { error } = await failure(flow(read(elb)).to(sink).run(source));
      expect(error).to.deep.include({ code: 'ERR_SINK', stage: 'mine', cause: boom });
      expect(opened).to.equal(false);
    });
  }

  it('ends at once where the sink fails between two writes', async () => {
    let context: SinkContext | undefined;
    const { source, stream } = held([line]);
    const sink = sinkOf({ open: (given) => (context = given) });
    const run = flow(splitLines({ batchBytes: 1 }), parse(elb))
      .to(sink)
      .run(source);
    await until(() => sink.lines.length === 1);
    context?.fail(boom);
    const { error, summary } = await failure(run);
    expect(error).to.deep.include({ code: 'ERR_SINK', cause: boom });
    expect([summary.lines.sent, stream.closed]).to.deep.equal([1, true]);
  });

  it('ends where the sink fails while the source is being opened', async () => {
    const sink = sinkOf({ open: (context) => context.fail(boom) });
    const { error } = await failure(flow(read(elb)).to(sink).run(held().source));
    expect(error).to.deep.include({ code: 'ERR_SINK', cause: boom });
  });

  it('reports what failed first, not that closing failed too', async () => {
    const sink = sinkOf({ write: () => Promise.reject(boom), close: () => Promise.reject(new Error('and this')) });
    expect(
      (
        await failure(
          flow(read(elb))
            .to(sink)
            .run(bytes([line])),
        )
      ).error.cause,
    ).to.equal(boom);
  });

  it('fails where only closing fails', async () => {
    const sink = sinkOf({ close: () => Promise.reject(boom) });
    expect(
      (
        await failure(
          flow(read(elb))
            .to(sink)
            .run(bytes([line])),
        )
      ).error.code,
    ).to.equal('ERR_SINK');
  });

  it('waits until the sink has closed', async () => {
    let closed = false;
    const close = (): Promise<void> =>
      new Promise((resolve) =>
        setImmediate(() => {
          closed = true;
          resolve();
        }),
      );
    await failure(
      flow(read(elb), looking('broken', throws))
        .to(sinkOf({ close }))
        .run(bytes([line])),
    );
    expect(closed).to.equal(true);
  });

  for (const [what, records, rejects] of [
    ['a record too few', 0, 0],
    ['a record too many', 2, 0],
    ['a record for a reject', 0, 1],
  ] as const) {
    it(`fails with ERR_UNBALANCED where the sink reports ${what}`, async () => {
      const sink: Sink = {
        name: 'liar',
        open: (context) => {
          const write = (): Promise<void> => {
            context.report({ type: 'delivered', records, rejects, bytes: 1, upTo: 1 });
            return Promise.resolve();
          };
          return Promise.resolve({ write, flush: () => Promise.resolve(), close: () => Promise.resolve() });
        },
      };
      const run = flow(read(elb))
        .to(sink)
        .run(bytes([line]));
      const error = await run.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(SinkError).and.to.deep.include({ code: 'ERR_UNBALANCED', stage: 'liar' });
    });
  }
});
