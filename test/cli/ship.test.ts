import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { closedPort, collector, generate, type Collector } from '../../src/testing/index.ts';
import { elbLines } from '../helpers/runs.ts';
import { credentials, startS3, type EmbeddedS3 } from '../helpers/s3.ts';
import { command, type WorldOptions } from '../helpers/world.ts';

interface Line {
  readonly source: string;
  readonly status: string;
  readonly lines: { readonly sent: number };
  readonly error?: { readonly code: string; readonly message: string };
}

const summaries = (out: string): Line[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

describe('logflume ship', () => {
  let s3: EmbeddedS3;
  let server: Collector;
  let directory: string;
  const path = (name: string): string => join(directory, name);
  const ship = (words: readonly string[], options?: WorldOptions) =>
    command(['ship', ...words, '--to', `tcp://127.0.0.1:${server.port}`, '--endpoint-url', s3.endpointUrl], options);

  const kept = { ...process.env };
  before(async () => {
    process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
    s3 = await startS3();
    directory = mkdtempSync(join(tmpdir(), 'logflume-'));
    await s3.putObject('logs', 'a key+1.log.gz', gzipSync(elbLines(10)));
    writeFileSync(path('one.log'), elbLines(1));
    writeFileSync(path('bad.log'), Buffer.concat([elbLines(1), Buffer.from('no such line\n'), elbLines(1)]));
  });
  after(async () => {
    process.env = kept;
    rmSync(directory, { recursive: true });
    await s3.close();
  });
  beforeEach(async () => (server = await collector()));
  afterEach(() => server.close());

  it('ships objects and files, a summary for each on stdout, and nothing on stderr', async () => {
    const { code, out, err } = await ship(['s3://logs/a key+1.log.gz', path('one.log'), '--set', 'a=b', 'c=d']);
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    expect(summaries(out).map(({ source, status, lines }) => [source, status, lines.sent])).to.deep.equal([
      ['s3://logs/a key+1.log.gz', 'completed', 10],
      [path('one.log'), 'completed', 1],
    ]);
    expect(server.lines()).to.have.length(11);
    for (const line of server.lines()) expect(line).to.contain('"a":"b","c":"d","@metadata":{"_id":"');
  });

  it('goes on after a source that failed: one clear line, a summary that is none of success, and exit 1', async () => {
    const missing = ['s3://logs/missing.log', 's3://no-such-bucket/x.log', path('missing.log')];
    const { code, out, err } = await ship([...missing, path('one.log')]);
    expect(code).to.equal(1);
    const lines = summaries(out);
    expect(lines.map(({ source, status }) => [source, status])).to.deep.equal([
      ...missing.map((source) => [source, 'failed']),
      [path('one.log'), 'completed'],
    ]);
    expect(lines.map(({ error }) => error?.code)).to.deep.equal([
      'ERR_SOURCE_NOT_FOUND',
      'ERR_SOURCE_NOT_FOUND',
      'ERR_SOURCE_NOT_FOUND',
      undefined,
    ]);
    const told = err.split('\n').filter(Boolean);
    expect(told).to.have.length(3);
    for (const [i, source] of missing.entries())
      expect(told[i])
        .to.match(/^logflume: /)
        .and.to.contain(source);
    expect(told[1]).to.contain('there is no bucket no-such-bucket');
    expect(server.lines()).to.have.length(1);
  });

  it('says how many lines did not parse, and ships them', async () => {
    const { code, err } = await ship([path('bad.log')]);
    expect(code).to.equal(0);
    expect(err).to.match(/bad\.log: 1 of 3 lines did not parse; the last: too_few_fields at byte \d+\n$/);
    expect(server.lines()).to.have.length(3);
  });

  it('tells the cause and the attempts where the collector is down', async () => {
    const to = `tcp://127.0.0.1:${await closedPort()}`;
    const { code, out, err } = await command(['ship', path('one.log'), '--connect-attempts', '1'], {
      env: { LOGFLUME_TO: to },
    });
    expect(code).to.equal(1);
    expect(err).to.match(/ECONNREFUSED .* after 1 attempt \(/);
    expect(summaries(out)[0]?.error?.code).to.equal('ERR_SINK');
  });

  it('leaves out what comes after an interruption, says so, and exits 130', async () => {
    const { code, out, err } = await ship([path('one.log')], { stopping: AbortSignal.abort() });
    expect({ code, out }).to.deep.equal({ code: 130, out: '' });
    expect(err).to.equal(`logflume: not read: ${path('one.log')}\n`);
    expect(server.connections).to.equal(0);
  });

  it('shows on a terminal how far it is, and takes that away', async () => {
    await server.close();
    server = await collector({ mode: 'slow', bytesPerSecond: 60_000_000 });
    writeFileSync(path('big.log'), Buffer.concat([...generate.elb({ lines: 60_000 })]));
    const { code, err } = await ship([path('big.log')], { columns: 100 });
    expect(code).to.equal(0);
    expect(err).to.match(/\r\x1b\[K\S*big\.log {2}\d+ % of 18\.\d MB {2}[\d,]+ lines\/s {2}(0:0\d left|delivering)/);
    expect(err.endsWith('\r\x1b[K')).to.equal(true);
  });
});
