import { expect } from 'chai';
import { parseConfig, shipConfig } from '../src/config.ts';
import { formats } from '../transforms/formats/registry.ts';
import { problemsIn, problemWith } from './helpers/problems.ts';

const LOGFLUME_TO = 'tcp://logs.internal:5170';
const ship = (env: Readonly<Record<string, string>>) => shipConfig({ env: { LOGFLUME_TO, ...env } });

describe('the configuration', () => {
  it('needs nothing but an address', async () => {
    const { format, ...config } = await ship({});
    expect(format.name).to.equal('auto');
    expect(config).to.deep.equal({
      to: { host: 'logs.internal', port: 5170, secure: false },
      delivery: 'confirmed',
      maxUnconfirmedBytes: 8_388_608,
      sendAttempts: 5,
      connections: 2,
      connectAttempts: 5,
      connectTimeoutMs: 5000,
      writeTimeoutMs: 60_000,
      closeTimeoutMs: 30_000,
      ecs: false,
      keyFields: false,
      rename: {},
      fields: {},
      eventId: '@metadata._id',
      empty: 'omit',
      rejects: 'ship',
      maxDeadLetterBytes: 32 << 20,
      maxRejects: Infinity,
      maxLineBytes: 1 << 20,
      batchBytes: 256 << 10,
      readAttempts: 5,
      maxExpansion: 400,
      maxDecompressedBytes: Infinity,
      progressTimeoutMs: 300_000,
      concurrency: 8,
      partialBatches: true,
      metrics: 'Logflume',
      logging: 'quiet',
    });
  });

  it('takes every setting from its variable', async () => {
    const { format, ...config } = await shipConfig({
      env: {
        LOGFLUME_TO: 'tcp://[::1]:1',
        LOGFLUME_FORMAT: 'alb',
        LOGFLUME_ECS: 'on',
        LOGFLUME_KEY_FIELDS: 'on',
        LOGFLUME_RENAME: 'url.path=path, source.ip=client.ip',
        LOGFLUME_FIELDS: '{"shard": 7, "tags": ["a", "b"], "note": "x, y"}',
        LOGFLUME_CONNECTIONS: '3',
        LOGFLUME_CONNECT_ATTEMPTS: '4',
        LOGFLUME_CONNECT_TIMEOUT_MS: '5',
        LOGFLUME_WRITE_TIMEOUT_MS: '6',
        LOGFLUME_CLOSE_TIMEOUT_MS: '7',
        LOGFLUME_DELIVERY: 'written',
        LOGFLUME_MAX_UNCONFIRMED_BYTES: '8',
        LOGFLUME_SEND_ATTEMPTS: '9',
        LOGFLUME_EVENT_ID: 'off',
        LOGFLUME_EMPTY: 'null',
        LOGFLUME_REJECTS: 'drop',
        LOGFLUME_MAX_REJECTS: '0',
        LOGFLUME_DEAD_LETTER: 's3://letters/dead',
        LOGFLUME_MAX_DEAD_LETTER_BYTES: '11',
        LOGFLUME_MAX_LINE_BYTES: '1000',
        LOGFLUME_BATCH_BYTES: '2000',
        LOGFLUME_READ_ATTEMPTS: '8',
        LOGFLUME_MAX_EXPANSION: 'none',
        LOGFLUME_MAX_DECOMPRESSED_BYTES: '9',
        LOGFLUME_PROGRESS_TIMEOUT_MS: '10',
        LOGFLUME_CONTINUE_QUEUE: 'https://sqs.eu-west-1.amazonaws.com/123456789012/rest',
        LOGFLUME_CONCURRENCY: '12',
        LOGFLUME_PARTIAL_BATCHES: 'off',
        LOGFLUME_METRICS: 'Shop/Logs',
        LOGFLUME_LOG: 'debug',
        PATH: '/bin',
      },
    });
    expect(format.name).to.equal('alb');
    expect(config).to.deep.equal({
      to: { host: '::1', port: 1, secure: false },
      ecs: true,
      keyFields: true,
      rename: { 'url.path': 'path', 'source.ip': 'client.ip' },
      fields: { shard: 7, tags: ['a', 'b'], note: 'x, y' },
      connections: 3,
      connectAttempts: 4,
      connectTimeoutMs: 5,
      writeTimeoutMs: 6,
      closeTimeoutMs: 7,
      delivery: 'written',
      maxUnconfirmedBytes: 8,
      sendAttempts: 9,
      eventId: undefined,
      empty: 'null',
      rejects: 'drop',
      deadLetter: 's3://letters/dead',
      maxDeadLetterBytes: 11,
      maxRejects: 0,
      maxLineBytes: 1000,
      batchBytes: 2000,
      readAttempts: 8,
      maxExpansion: Infinity,
      maxDecompressedBytes: 9,
      progressTimeoutMs: 10,
      continueQueue: 'https://sqs.eu-west-1.amazonaws.com/123456789012/rest',
      concurrency: 12,
      partialBatches: false,
      metrics: 'Shop/Logs',
      logging: 'debug',
    });
  });

  it('refuses ECS for a format that is no load balancer', async () => {
    const env = { LOGFLUME_TO: 'tcp://a:1', LOGFLUME_FORMAT: 'waf', LOGFLUME_ECS: 'on' };
    expect((await problemsIn(shipConfig({ env }))).join()).to.contain('`waf` is no load-balancer log');
  });

  it('takes the kernels that there are, and no others', async () => {
    for (const kernel of ['simd', 'reference']) await ship({ LOGFLUME_KERNEL: kernel });
    expect(await problemWith('LOGFLUME_KERNEL', 'gpu')).to.equal('LOGFLUME_KERNEL: must be simd or reference, got gpu');
  });

  it('takes a namespace of CloudWatch, and `off` for no metrics', async () => {
    expect((await ship({ LOGFLUME_METRICS: 'off' })).metrics).to.equal(undefined);
    for (const wrong of ['', 'AWS/Lambda', ':shop', 'größe', 'x'.repeat(256)]) {
      expect(await problemWith('LOGFLUME_METRICS', wrong)).to.match(/^LOGFLUME_METRICS: must be a namespace/);
    }
  });

  it('reports every problem at once, each by its name', async () => {
    const problems = await problemsIn(
      shipConfig({
        env: {
          LOGFLUME_FORMAT: 'nginx',
          LOGFLUME_CONECTIONS: '3',
          LOGFLUME_CONNECTIONS: '2x',
          LOGFLUME_RENAME: 'nothing=something',
          LOGFLUME_EMPTY: 'skip',
          LOGFLUME_FIELDS: '{"a":',
        },
        flags: { maxRejects: ['-1'] },
      }),
    );
    expect(problems).to.deep.equal([
      'LOGFLUME_CONECTIONS: there is no such variable; is LOGFLUME_CONNECTIONS meant?',
      '--to tcp://host:port is missing; the variable LOGFLUME_TO would do too',
      'LOGFLUME_CONNECTIONS: must be a whole number from 1 to 64, not "2x"',
      `LOGFLUME_FORMAT: must be one of auto, ${Object.keys(formats).join(', ')}, or a file such as ./my-format.js, not "nginx"`,
      'LOGFLUME_FIELDS: begins like a JSON object, but is not valid JSON',
      'LOGFLUME_EMPTY: must be one of omit, null, keep, not "skip"',
      '--max-rejects: must be a whole number or none, not "-1"',
    ]);
  });

  it('lists the variables where none is near an unknown one', async () => {
    expect(await problemWith('LOGFLUME_SOMETHING_ELSE', '1')).to.contain('there are LOGFLUME_TO, LOGFLUME_FORMAT');
  });

  for (const text of ['', '0', '65', '-1', '1e1', '2x', ' 2', '2 ', '02', '2.0', '0x2', '٣', 'Infinity']) {
    it(`takes no ${JSON.stringify(text)} for a number of connections`, async () => {
      expect(await problemWith('LOGFLUME_CONNECTIONS', text)).to.contain(
        'LOGFLUME_CONNECTIONS: must be a whole number',
      );
    });
  }

  it('lets flags win, and adds their renames and constants to those of the variables', async () => {
    const config = await shipConfig({
      env: { LOGFLUME_TO, LOGFLUME_CONNECTIONS: 'wrong', LOGFLUME_FIELDS: 'a=1,b=1' },
      flags: { connections: ['3', '4'], fields: ['b=2', 'c=2'], rename: ['elb=lb', '{"client_ip": "ip"}'] },
    });
    expect(config.connections).to.equal(4);
    expect(config.fields).to.deep.equal({ a: '1', b: '2', c: '2' });
    expect(config.rename).to.deep.equal({ elb: 'lb', client_ip: 'ip' });
  });

  it('of `parse` needs no address and gives no ids unless they are asked for', async () => {
    expect((await parseConfig({ env: { LOGFLUME_TO: 'nonsense' } })).eventId).to.equal(undefined);
    expect((await parseConfig({ env: {}, flags: { eventId: ['id'] } })).eventId).to.equal('id');
  });
});

describe('the address', () => {
  for (const [text, fault] of [
    ['http://logs.internal:80', 'the scheme `http` is not known'],
    ['tcp://logs.internal', 'the port is missing'],
    ['tcp://logs.internal:0', 'there is no port 0'],
    ['tcp://logs.internal:5170/path', 'a path has no place in it'],
    ['tcp://logs.internal:5170?x', 'a path has no place in it'],
    ['tcp://logs.internal:70000', 'the port from 1 to 65535'],
    ['tcp://::1:5170', 'an IPv6 address in brackets'],
    ['logs.internal:5170', 'must be tcp://host:port'],
    ['tcp://logs.internal:5170 ', 'must be tcp://host:port'],
    ['tcp://', 'must be tcp://host:port'],
    ['', 'must be tcp://host:port'],
  ] as const) {
    it(`is not ${JSON.stringify(text)}`, async () => {
      expect(await problemWith('LOGFLUME_TO', text))
        .to.match(/^LOGFLUME_TO: /)
        .and.contain(fault);
    });
  }

  for (const text of [
    'tcp://me:secret@logs:1',
    'tcp://me:sec/ret@logs:1',
    'me:secret@logs',
    'http://me:se@cret@logs/',
  ]) {
    it(`${JSON.stringify(text)} is refused without a word of its credentials`, async () => {
      expect(await problemWith('LOGFLUME_TO', text))
        .to.contain('***@logs')
        .and.not.match(/me:|sec|cret/);
    });
  }
});
