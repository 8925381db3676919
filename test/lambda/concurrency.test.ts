import { expect } from 'chai';
import { ConfigError } from '../../src/errors.ts';
import { defaultFlow } from '../../src/forward.ts';
import { createHandler, ObjectsFailedError, type HandlerOptions } from '../../src/lambda.ts';
import type { Sink } from '../../src/stage.ts';
import { memory } from '../../src/testing/index.ts';
import { sqsEvent } from '../helpers/aws-events.ts';
import { caught } from '../helpers/caught.ts';
import { elbLines, sinkOf, until } from '../helpers/runs.ts';
import { startS3, type EmbeddedS3 } from '../helpers/s3.ts';

const KEYS = Array.from({ length: 6 }, (_, i) => `${i}.log`);
const eventOf = (size: number, keys: readonly string[] = KEYS) => ({
  Records: keys.map((key) => ({ s3: { bucket: { name: 'logs' }, object: { key, size } } })),
});

/** A sink in which a run stays until `open` is called, and how many were in it at once. */
function gate() {
  let inside = 0;
  let most = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const sink = sinkOf({
    async write() {
      most = Math.max(most, (inside += 1));
      await opened;
      inside -= 1;
    },
  });
  return { sink, open, inside: () => inside, most: () => most };
}

describe('the objects of an event', () => {
  let s3: EmbeddedS3;
  before(async () => {
    s3 = await startS3();
    for (const key of KEYS) await s3.putObject('logs', key, elbLines(1));
  });
  after(() => s3.close());

  const shipping = (sink: Sink, options: HandlerOptions) =>
    createHandler(defaultFlow().to(sink), { client: s3.client, log: () => undefined, ...options });

  for (const [what, options, size, expected] of [
    ['up to eight, where nobody says otherwise', {}, 100, 6],
    ['up to as many as were asked for', { concurrency: 3 }, 100, 3],
    ['fewer where they are larger', { concurrency: 4 }, (128 << 10) + 1, 2],
    ['one by one where they are large', { concurrency: 8 }, 10 << 20, 1],
  ] as const) {
    it(`are read side by side, ${what}`, async () => {
      const { sink, open, inside, most } = gate();
      const shipped = shipping(sink, options)(eventOf(size));
      await until(() => inside() === expected);
      open();
      expect((await shipped).map(({ source }) => source)).to.deep.equal(KEYS.map((key) => `s3://logs/${key}`));
      expect(most()).to.equal(expected);
    });
  }

  it('are logged in the order in which they end, and summed up in the order of the event', async () => {
    const logged: string[] = [];
    await s3.putObject('logs', 'two.log', elbLines(2));
    const afterTheOther = sinkOf({ write: ({ length }) => until(() => length === 1 || logged.length > 0) });
    const log = (line: string): void => void logged.push((JSON.parse(line) as { source: string }).source);
    const summaries = await shipping(afterTheOther, { log })(eventOf(1, ['two.log', '0.log']));
    expect(logged).to.deep.equal(['s3://logs/0.log', 's3://logs/two.log']);
    expect(summaries.map(({ source }) => source)).to.deep.equal(['s3://logs/two.log', 's3://logs/0.log']);
  });

  it('that are under way when the time is up are stopped, all of them, and those not begun are left over', async () => {
    await s3.putObject('logs', 'long.log', elbLines(20_000));
    await s3.putObject('logs', 'longer.log', elbLines(20_001));
    const slow = sinkOf({
      write: ({ start, end }) => new Promise((resolve) => setTimeout(resolve, (end - start) / 3_000)),
    });
    const left: unknown[] = [];
    const end = performance.now() + 2_000;
    const flow = defaultFlow({ batchBytes: 16_384 }).to(slow);
    const continueTo = (message: string) => Promise.resolve(void left.push(JSON.parse(message)));
    const handle = createHandler(flow, { client: s3.client, log: () => undefined, concurrency: 2, continueTo });
    const answer = await handle(
      sqsEvent(...['long.log', 'longer.log', '0.log'].map((key) => ({ bucket: 'logs', key }))),
      { getRemainingTimeInMillis: () => end - performance.now() },
    );
    expect(answer).to.deep.equal({ batchItemFailures: [] });
    expect(answer.summaries.map(({ status }) => status)).to.deep.equal(['stopped', 'stopped']);
    const rests = answer.summaries.map(({ checkpoint }) => ({ logflume: 'continue', version: 1, checkpoint }));
    const notBegun = { logflume: 'continue', version: 1, object: { bucket: 'logs', key: '0.log', attempt: 0 } };
    expect(left).to.have.deep.members([...rests, notBegun]);
  });

  it('fail in the messages that could not be begun, where nobody takes what is left', async () => {
    const end = performance.now() + 2_000;
    const slow = sinkOf({ write: () => new Promise((resolve) => setTimeout(resolve, 1_300)) });
    const handle = shipping(slow, { concurrency: 1 });
    const answer = await handle(sqsEvent(...['0.log', '1.log'].map((key) => ({ bucket: 'logs', key }))), {
      getRemainingTimeInMillis: () => end - performance.now(),
    });
    expect(answer).to.deep.equal({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  it('are all waited for where the configuration turns out to be wrong', async () => {
    const handle = shipping(memory(), { maxRejects: -1 });
    const error = await caught(handle(eventOf(1)));
    expect(error).to.be.instanceOf(ConfigError).and.not.instanceOf(ObjectsFailedError);
    expect(() => shipping(memory(), { concurrency: 0 })).to.throw(ConfigError, '`concurrency` must be a whole number');
  });
});
