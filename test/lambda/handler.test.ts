import { expect } from 'chai';
import { FlumeError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { defaultFlow } from '../../src/forward.ts';
import { createHandler, handler, ObjectsFailedError, type Handler, type HandlerOptions } from '../../src/lambda.ts';
import { closedPort, collector, memory, type Collector } from '../../src/testing/index.ts';
import { tcp } from '../../sinks/tcp.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { filter, gunzip, read } from '../../transforms/index.ts';
import type { ObjectCheckpoint } from '../../src/checkpoint.ts';
import { messageOfContinuation } from '../../src/events/continuation.ts';
import { s3Client } from '../../src/sources/s3-client.ts';
import { summariesOf } from '../helpers/answers.ts';
import { eventBridgeEvent, notification, snsEvent, sqsEvent } from '../helpers/aws-events.ts';
import { caught } from '../helpers/caught.ts';
import { faultyS3 } from '../helpers/faulty-s3.ts';
import { letterBox } from '../helpers/letter-box.ts';
import { elbLines } from '../helpers/runs.ts';
import { credentials, startS3, type EmbeddedS3 } from '../helpers/s3.ts';

const eventOf = (...keys: readonly string[]) => ({
  Records: keys.map((key) => ({ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'logs' }, object: { key } } })),
});

const checkpoint: ObjectCheckpoint = {
  ...{ bucket: 'logs', key: 'a.log', etag: '"e"', offset: 1234, unit: 'bytes', encoding: 'identity', attempt: 1 },
};

describe('a handler', () => {
  let s3: EmbeddedS3;
  let server: Collector;
  let logged: string[];

  before(async () => {
    s3 = await startS3();
    await s3.putObject('logs', 'one.log', elbLines(1));
    await s3.putObject('logs', 'ten lines+1 ü.log', elbLines(10));
    await s3.putObject('logs', 'empty.log', '');
    await s3.putObject('logs', 'AWSLogs/123456789012/ELBAccessLogTestFile', 'Enable AccessLog for ELB: shop at 2026\n');
    await s3.putObject('logs', 'odd.log', 'this is no log\n');
  });
  after(() => s3.close());

  beforeEach(async () => {
    server = await collector();
    logged = [];
  });
  afterEach(() => server.close());

  const shipping = (options: HandlerOptions = {}): Handler =>
    createHandler(defaultFlow({ eventId: '@metadata._id' }).to(tcp({ host: server.host, port: server.port })), {
      client: s3.client,
      log: (line) => logged.push(line),
      ...options,
    });

  it('delivers every object before it returns, whatever its key, and gives and logs its summary', async () => {
    const keys = ['one.log', 'ten+lines%2B1+%C3%BC.log', 'empty.log', 'AWSLogs/123456789012/ELBAccessLogTestFile'];
    const summaries = await shipping()(eventOf(...keys));
    expect(server.lines()).to.have.length(11);
    expect(summaries.map(({ source, lines }) => [source, lines.sent])).to.deep.equal([
      ['s3://logs/one.log', 1],
      ['s3://logs/ten lines+1 ü.log', 10],
      ['s3://logs/empty.log', 0],
      ['s3://logs/AWSLogs/123456789012/ELBAccessLogTestFile', 0],
    ]);
    expect(logged.map((line) => JSON.parse(line) as unknown)).to.have.deep.members([...summaries]);
    expect(logged.every((line) => line.indexOf('\n') === line.length - 1)).to.equal(true);
  });

  describe('passes over dead letters, which would come back for ever,', () => {
    const key = '2026-03-14/abc-0-090000-0123456789ab.dead-letters.jsonl';
    before(() => s3.putObject('logs', key, 'this is no log\n'));

    for (const [from, event, name] of [
      ['S3', notification(key), 'ObjectCreated:Put'],
      ['EventBridge', eventBridgeEvent(key), 'Object Created'],
      ['SQS', sqsEvent(notification(key)), 'ObjectCreated:Put'],
      ['EventBridge through SQS', sqsEvent(eventBridgeEvent(key)), 'Object Created'],
      ['EventBridge through SNS', snsEvent(eventBridgeEvent(key)), 'Object Created'],
    ] as const) {
      it(`that ${from} tells of`, async () => {
        expect(summariesOf(await shipping()(event))).to.deep.equal([]);
        expect(logged.map((line) => JSON.parse(line) as unknown)).to.deep.equal([
          { source: `s3://logs/${key}`, status: 'passedOver', event: name, reason: 'it holds dead letters' },
        ]);
      });
    }
  });

  it('reports an object that was deleted meanwhile, and has nobody try again', async () => {
    const summaries = await shipping()(eventOf('deleted.log', 'one.log'));
    expect(summaries.map(({ source }) => source)).to.deep.equal(['s3://logs/one.log']);
    expect(logged[0]).to.equal('{"source":"s3://logs/deleted.log","status":"gone","event":"ObjectCreated:Put"}\n');
    const rest = { ...checkpoint, bucket: 'logs', key: 'deleted.log' };
    const answer = await shipping()(sqsEvent(messageOfContinuation({ checkpoint: rest })));
    expect([answer, answer.summaries]).to.deep.equal([{ batchItemFailures: [] }, []]);
    expect(JSON.parse(logged[2] ?? '')).to.deep.include({ status: 'gone', event: 'continue', checkpoint: rest });
  });

  it('fails where a person names an object that is not there', async () => {
    const error = await caught(shipping()({ bucket: 'logs', key: 'mistyped.log' }));
    expect(error.message).to.contain('there is no such object. Check the key');
  });

  for (const [what, fault] of [
    ['denied, which may be a missing object', { status: 403, code: 'AccessDenied' }],
    ['not found by anybody but S3', { status: 404 }],
    ['in a bucket that is not there', { status: 404, code: 'NoSuchBucket' }],
  ] as const) {
    it(`fails for an object that is ${what}`, async () => {
      const server = await faultyS3(Buffer.alloc(0), [fault]);
      const client = await s3Client({ endpointUrl: server.url, credentials });
      try {
        const error = await caught(shipping({ client })(eventOf('one.log')));
        expect(error).to.include({ code: 'ERR_OBJECTS_FAILED' });
        if (fault.status === 403) expect(error.message).to.contain('without s3:ListBucket, S3 says the same');
      } finally {
        client.destroy();
        await server.close();
      }
    });
  }

  it('takes an object for gone by its version too', async () => {
    const server = await faultyS3(Buffer.alloc(0), [{ status: 404, code: 'NoSuchVersion' }]);
    const client = await s3Client({ endpointUrl: server.url, credentials });
    try {
      expect(await shipping({ client })(eventOf('one.log'))).to.deep.equal([]);
    } finally {
      client.destroy();
      await server.close();
    }
  });

  it('resolves where all that could not be sent is with the dead letters: nobody tries again', async () => {
    await server.close();
    server = await collector({ mode: 'reset', afterBytes: 10 });
    const box = letterBox();
    const to = tcp({ host: server.host, port: server.port, sendAttempts: 2, retryDelayMs: 1 });
    const handle = createHandler(defaultFlow().to(to), { client: s3.client, log: () => undefined, deadLetters: box });
    const [summary] = await handle(eventOf('one.log'));
    expect([summary?.status, box.letters().length]).to.deep.equal(['deadLettered', 1]);
  });

  it('gives the same lines the same ids when an event comes again', async () => {
    const ship = shipping();
    await ship(eventOf('ten+lines%2B1+%C3%BC.log'));
    const once = server.lines();
    await ship(eventOf('ten+lines%2B1+%C3%BC.log'));
    expect(new Set(server.lines()).size).to.equal(10);
    expect(once).to.have.length(10);
    expect(once[0]).to.match(/"@metadata":\{"_id":"[\w-]{16}-0"\}/);
  });

  it('tries every object, and fails with one error that names those that failed, and why', async () => {
    const elsewhere = { s3: { bucket: { name: 'nowhere' }, object: { key: 'a.log' } } };
    const error = await caught(shipping()({ Records: [elsewhere, ...eventOf('one.log', 'odd.log').Records] }));
    expect(server.lines()).to.have.length(1);
    expect(error).to.be.instanceOf(ObjectsFailedError).and.to.be.instanceOf(FlumeError);
    if (!(error instanceof ObjectsFailedError)) return;
    expect(error.code).to.equal('ERR_OBJECTS_FAILED');
    expect(error.errors.map(({ code }) => code)).to.deep.equal(['ERR_SOURCE_NOT_FOUND', 'ERR_FORMAT_UNKNOWN']);
    expect(error.summaries.map(({ status }) => status)).to.deep.equal(['failed', 'completed', 'failed']);
    expect(error.message).to.match(/^2 of 3 objects failed\ns3:\/\/nowhere\/a\.log: .*\ns3:\/\/logs\/odd\.log: .*$/);
    const lines = logged.map((line) => JSON.parse(line) as { source: string; error?: { code: string } });
    expect(lines.map(({ source, error }) => [source, error?.code])).to.have.deep.members([
      ['s3://nowhere/a.log', 'ERR_SOURCE_NOT_FOUND'],
      ['s3://logs/one.log', undefined],
      ['s3://logs/odd.log', 'ERR_FORMAT_UNKNOWN'],
    ]);
  });

  it('fails where the collector is down, with the cause and the attempts', async () => {
    const port = await closedPort();
    const to = tcp({ host: '127.0.0.1', port, connectAttempts: 2, retryDelayMs: 1 });
    const ship = createHandler(defaultFlow().to(to), { client: s3.client, log: (line) => logged.push(line) });
    const error = await caught(ship(eventOf('one.log')));
    expect(error.message).to.match(/ECONNREFUSED .* after 2 attempts/);
    expect(error).to.include({ retryable: true });
    expect(logged).to.have.length(1);
  });

  it('runs a flow of your own, with its options', async () => {
    const sink = memory();
    const own = flow(
      gunzip(),
      read(elb),
      filter(() => false),
    ).to(sink);
    const [summary] = await createHandler(own, { client: s3.client, log: () => undefined })(eventOf('one.log'));
    expect(summary?.records.filtered).to.equal(1);
    const strict = createHandler(own, { client: s3.client, log: () => undefined, rejects: 'fail' });
    const error = await caught(strict(eventOf('odd.log')));
    expect(error.message).to.contain('s3://logs/odd.log');
  });

  it('says in one line what it passes over', async () => {
    const Records = [
      { eventName: 'ObjectRemoved:Delete', s3: { bucket: { name: 'logs' }, object: { key: 'one.log' } } },
    ];
    expect(await shipping()({ Records })).to.deep.equal([]);
    expect(logged).to.deep.equal([
      '{"source":"s3://logs/one.log","status":"passedOver","event":"ObjectRemoved:Delete"}\n',
    ]);
  });

  it('fails for an event that is none, and reads nothing', async () => {
    expect(await caught(shipping()({ detail: {} }))).to.include({ code: 'ERR_EVENT' });
    expect(server.connections).to.equal(0);
  });

  describe('of the environment', () => {
    let kept: NodeJS.ProcessEnv;
    beforeEach(() => (kept = { ...process.env }));
    afterEach(() => (process.env = kept));

    it('fails its invocations with every problem while the configuration is wrong, then ships', async () => {
      process.env.LOGFLUME_FORMAT = 'nginx';
      const error = await caught(handler(eventOf('one.log')));
      expect(error).to.include({ code: 'ERR_CONFIG' });
      expect(error.message).to.contain('LOGFLUME_TO=tcp://host:port is missing\nLOGFLUME_FORMAT: must be one of');

      process.env.LOGFLUME_FORMAT = 'elb';
      process.env.LOGFLUME_TO = `tcp://${server.host}:${server.port}`;
      process.env.LOGFLUME_FIELDS = 'environment=test';
      process.env.AWS_ENDPOINT_URL = s3.endpointUrl;
      process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
      process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (line) => logged.push(String(line)) > 0;
      const [summary] = await handler(eventOf('one.log')).finally(() => (process.stdout.write = write));
      expect(logged.map((line) => JSON.parse(line) as unknown)).to.deep.equal([summary]);
      expect(summary?.lines.sent).to.equal(1);
      expect(server.lines()[0]).to.contain('"environment":"test"');
    });
  });
});
