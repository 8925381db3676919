import { expect } from 'chai';
import { defaultFlow } from '../../src/forward.ts';
import { createHandler, ObjectsFailedError, type Handler, type HandlerOptions } from '../../src/lambda.ts';
import { memory } from '../../src/testing/index.ts';
import { eventBridgeEvent, fifoMessage, notification, snsEnvelope, sqsEvent } from '../helpers/aws-events.ts';
import { caught } from '../helpers/caught.ts';
import { elbLines } from '../helpers/runs.ts';
import { startS3, type EmbeddedS3 } from '../helpers/s3.ts';

const good = notification('good.log');
const bad = notification('bad.log');
const failing = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a batch of messages', () => {
  let s3: EmbeddedS3;
  let logged: string[];
  before(async () => {
    s3 = await startS3();
    for (const key of ['good.log', 'a.log', 'b.log', 'c.log']) await s3.putObject('logs', key, elbLines(2));
    await s3.putObject('logs', 'bad.log', 'no such line\n');
  });
  after(() => s3.close());
  beforeEach(() => (logged = []));

  const shipping = (options: HandlerOptions = {}): Handler =>
    createHandler(defaultFlow().to(memory()), { client: s3.client, log: (line) => logged.push(line), ...options });
  const told = () =>
    logged.map((line) => JSON.parse(line) as { source?: string; status: string; error?: { code: string } });

  it('is answered with exactly the messages whose objects failed', async () => {
    const answer = await shipping()(sqsEvent(good, bad, snsEnvelope(eventBridgeEvent('a.log')), notification('b.log')));
    expect(answer).to.deep.equal(failing('m1'));
    expect(JSON.stringify(answer)).to.equal('{"batchItemFailures":[{"itemIdentifier":"m1"}]}');
    expect(answer.summaries.map(({ status }) => status)).to.deep.equal([
      'completed',
      'failed',
      'completed',
      'completed',
    ]);
  });

  it('of which nothing failed is answered with that', async () => {
    expect(await shipping()(sqsEvent(good))).to.deep.equal(failing());
  });

  it('loses no neighbour of a message that is not understood, and says which it is', async () => {
    const answer = await shipping()(sqsEvent('secret', good));
    expect(answer).to.deep.equal(failing('m0'));
    expect(logged[0]).to.equal(
      '{"message":"m0","status":"failed","error":{"code":"ERR_EVENT","message":"Records[0].body is no JSON"}}\n',
    );
    expect(answer.summaries.map(({ lines }) => lines.sent)).to.deep.equal([2]);
  });

  it('fails a message of several objects when one of them fails', async () => {
    const several = { Records: [...good.Records, ...bad.Records, ...notification('a.log').Records] };
    const answer = await shipping()(sqsEvent(several, notification('b.log')));
    expect(answer).to.deep.equal(failing('m0'));
    expect(answer.summaries).to.have.length(4);
  });

  it('fails as a whole when every message failed, which Lambda takes for the same', async () => {
    const error = await caught(shipping()(sqsEvent(bad, 'secret')));
    expect(error).to.be.instanceOf(ObjectsFailedError);
    expect(error.message).to.match(/^2 of 2 objects failed\ns3:\/\/logs\/bad\.log: .*\nmessage m1: Records\[1\]/);
  });

  it('fails as a whole where the trigger reports no failures of messages', async () => {
    const ship = shipping({ partialBatches: false });
    expect(await caught(ship(sqsEvent(good, bad)))).to.be.instanceOf(ObjectsFailedError);
    expect(await ship(sqsEvent(good))).to.deep.equal(failing());
  });

  it('reads an object once that is named twice, and fails every message that names it', async () => {
    const answer = await shipping()(sqsEvent(bad, good, bad, good, eventBridgeEvent('good.log')));
    expect(answer).to.deep.equal(failing('m0', 'm2'));
    expect(told().map(({ source }) => source)).to.deep.equal(['s3://logs/bad.log', 's3://logs/good.log']);
  });

  it('is no batch where an event was written by hand, without the ids of messages', async () => {
    const event = { Records: [{ body: JSON.stringify(good) }, { body: JSON.stringify(bad) }] };
    expect(await caught(shipping()(event))).to.be.instanceOf(ObjectsFailedError);
  });

  describe('of a FIFO queue', () => {
    const event = (...messages: readonly (readonly [group: string, body: unknown])[]) => ({
      Records: messages.map(([group, body], i) => fifoMessage(`m${i}`, group, body)),
    });

    it('gives back, unread, what comes behind a failure in its group, and no other group', async () => {
      const ship = shipping({ concurrency: 4 });
      const answer = await ship(
        event(['x', notification('a.log')], ['y', bad], ['x', notification('b.log')], ['y', good], ['y', 'secret']),
      );
      expect(answer).to.deep.equal(failing('m1', 'm3', 'm4'));
      expect(answer.summaries.map(({ source }) => source)).to.deep.equal([
        's3://logs/a.log',
        's3://logs/bad.log',
        's3://logs/b.log',
      ]);
      const heldBack = told().filter(({ error }) => error?.code === 'ERR_HELD_BACK');
      expect(heldBack).to.have.length(2);
      expect(heldBack[0]).to.deep.include({ source: 's3://logs/good.log', status: 'notBegun' });
    });

    it('holds a group back behind a message that is not understood', async () => {
      const answer = await shipping()(event(['x', 'secret'], ['x', good], ['y', notification('a.log')]));
      expect(answer).to.deep.equal(failing('m0', 'm1'));
      expect(told().map(({ status }) => status)).to.deep.equal(['failed', 'notBegun', 'completed']);
    });

    it('reads the objects of a group one after another, in their order', async () => {
      await shipping({ concurrency: 4 })(
        event(...['a', 'b', 'c'].map((name) => ['x', notification(`${name}.log`)] as const)),
      );
      expect(told().map(({ source }) => source)).to.deep.equal([
        's3://logs/a.log',
        's3://logs/b.log',
        's3://logs/c.log',
      ]);
    });
  });
});
