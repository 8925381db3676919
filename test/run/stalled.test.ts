import { Readable } from 'node:stream';
import { expect } from 'chai';
import { ConfigError, SinkError, SourceError, StageError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import type { Records } from '../../src/records.ts';
import type { Stage } from '../../src/stage.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';
import { balanced, bytes, elbLines, failure, held, origin, sinkOf, streaming, until } from '../helpers/runs.ts';

const never = (): Promise<void> => new Promise(() => undefined);
const impatient = { progressTimeoutMs: 50 };
const tiny = flow(gunzip(), read(elb, { batchBytes: 1 }));

describe('a run in which nothing moves', () => {
  it('fails by the name of the source that gives no more', async () => {
    const { source, stream } = held([elbLines(3)]);
    const { error, summary } = await failure(tiny.to(sinkOf()).run(source, impatient));
    expect(error).to.be.instanceOf(SourceError).and.to.include({ code: 'ERR_STALLED', stage: 'test-source' });
    expect(error.message).to.equal(
      'test:object: nothing has moved for 0.05 s (`progressTimeoutMs`), waiting for `test-source`',
    );
    expect([summary.status, summary.lines.sent, stream.closed]).to.deep.equal(['failed', 3, true]);
  });

  for (const [what, does] of [
    ['takes no batch', { write: never }],
    ['does not settle at the end', { flush: never }],
  ] as const) {
    it(`fails by the name of the sink that ${what}`, async () => {
      const sink = sinkOf(does);
      const { error } = await failure(tiny.to(sink).run(bytes([elbLines(3)]), impatient));
      expect(error).to.be.instanceOf(SinkError).and.to.include({ code: 'ERR_STALLED', stage: 'test-sink' });
      expect(error).to.include({ retryable: true });
      expect(sink.calls.at(-1)).to.match(/^close after/);
    });
  }

  it('fails by the name of the stage that does not go on', async () => {
    const stuck: Stage<Records, Records> = {
      name: 'stuck',
      open: () => ({ push: () => new Promise(() => undefined) }),
    };
    const { error } = await failure(
      tiny
        .through(stuck)
        .to(sinkOf())
        .run(bytes([elbLines(3)]), impatient),
    );
    expect(error).to.be.instanceOf(StageError).and.to.include({ code: 'ERR_STALLED', stage: 'stuck' });
  });

  it('goes on where the source is live: its silence is no fault', async () => {
    const { source, stream } = held([elbLines(3)], { ...origin, live: true });
    let expired = 0;
    const timer = setInterval(() => (expired += 1), 30);
    const sink = sinkOf();
    const run = tiny.to(sink).run(source, { progressTimeoutMs: 20 });
    await until(() => expired === 4);
    clearInterval(timer);
    stream.push(elbLines(2));
    stream.push(null);
    expect(balanced(await run).lines.sent).to.equal(5);
  });

  it('is none as long as anything moves', async () => {
    const lines = elbLines(40).toString().split('\n').slice(0, -1);
    const slow = Readable.from(
      (async function* () {
        for (const line of lines) {
          await new Promise((resolve) => setTimeout(resolve, 30)); // a source that trickles
          yield Buffer.from(`${line}\n`);
        }
      })(),
    );
    const summary = await tiny.to(sinkOf()).run(
      streaming(() => slow),
      { progressTimeoutMs: 1_000 },
    );
    expect(balanced(summary).lines.sent).to.equal(40);
  });

  it('may be left alone for ever, and leaves no timer behind', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await Promise.resolve(); // mocha sets a timer of its own when a test has answered with a promise
    const before = timers();
    await tiny.to(sinkOf()).run(bytes([elbLines(3)]), { progressTimeoutMs: Infinity });
    await tiny.to(sinkOf()).run(bytes([elbLines(3)]));
    expect(timers()).to.equal(before);
  });

  for (const progressTimeoutMs of [0, -1, Number.NaN, 2 ** 31]) {
    it(`is not bounded by ${progressTimeoutMs} ms`, async () => {
      const { error } = await tiny
        .to(sinkOf())
        .run(bytes([]), { progressTimeoutMs })
        .then(
          () => ({ error: undefined }),
          (thrown: unknown) => ({ error: thrown }),
        );
      expect(error).to.be.instanceOf(ConfigError);
    });
  }
});
