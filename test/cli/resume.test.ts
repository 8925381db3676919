import { expect } from 'chai';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Checkpoint } from '../../src/checkpoint.ts';
import { collector, type Collector } from '../../src/testing/index.ts';
import { logflume, start } from '../helpers/command.ts';
import { elbLines } from '../helpers/runs.ts';
import { credentials, startS3, type EmbeddedS3 } from '../helpers/s3.ts';
import { command } from '../helpers/world.ts';

interface Line {
  readonly status: string;
  readonly lines: { readonly sent: number };
  readonly checkpoint?: Checkpoint;
}

const LINES = 30_000;
const slow = { mode: 'slow', bytesPerSecond: 10_000_000 } as const;
const summariesIn = (out: string): Line[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

describe('logflume ship --resume', () => {
  const kept = { ...process.env };
  let s3: EmbeddedS3;
  let folder: string;
  let server: Collector;
  const path = (name: string): string => join(folder, name);
  const to = (): readonly string[] => ['--to', `tcp://127.0.0.1:${server.port}`, '--connections', '1'];
  const env = (): Record<string, string> => ({
    AWS_ENDPOINT_URL: s3.endpointUrl,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });

  before(async () => {
    s3 = await startS3();
    folder = mkdtempSync(join(tmpdir(), 'logflume-'));
    writeFileSync(path('big.log'), elbLines(LINES));
    await s3.putObject('logs', 'big.log.gz', gzipSync(elbLines(LINES)));
    Object.assign(process.env, env());
  });
  after(async () => {
    process.env = kept;
    rmSync(folder, { recursive: true });
    await s3.close();
  });
  afterEach(() => server.close());

  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    for (const source of ['big.log', 's3://logs/big.log.gz']) {
      it(`goes on in ${source} where ${signal} stopped a run, which exits ${exitCode}`, async () => {
        server = await collector(slow);
        const running = start(['ship', source.startsWith('s3:') ? source : path(source), ...to()], { env: env() });
        await server.received(1_000_000);
        running.process.kill(signal);
        const { code, out } = await running.ended;
        const [first] = summariesIn(out);
        expect([code, first?.status]).to.deep.equal([exitCode, 'stopped']);
        expect(first?.lines.sent).to.be.within(1, LINES - 1);
        writeFileSync(path('summary.json'), out);

        const rest = await command(['ship', '--resume', path('summary.json'), ...to()], { env: env() });
        const [second] = summariesIn(rest.out);
        expect([rest.code, rest.err, second?.status]).to.deep.equal([0, '', 'completed']);
        expect((first?.lines.sent ?? 0) + (second?.lines.sent ?? 0)).to.equal(LINES);
        expect(new Set(server.lines()).size).to.equal(LINES);
      });
    }
  }

  it('takes a checkpoint as JSON, and sources beside it', async () => {
    server = await collector();
    writeFileSync(path('one.log'), elbLines(1));
    const size = elbLines(1).length;
    const { mtimeMs } = statSync(path('one.log'));
    const position = { offset: size, unit: 'bytes', encoding: 'identity', format: 'elb', attempt: 1 };
    const checkpoint = JSON.stringify({ path: path('one.log'), etag: `${size}-${mtimeMs}`, ...position });
    const { code, out } = await command(['ship', '--resume', checkpoint, path('one.log'), ...to()]);
    expect([code, summariesIn(out).map(({ lines }) => lines.sent)]).to.deep.equal([0, [0, 1]]);
  });

  it('is refused where nothing in it says where to go on, before anything is opened', async () => {
    server = await collector();
    writeFileSync(path('done.json'), '{"source": "x", "status": "completed"}\n');
    writeFileSync(path('odd.json'), '{"a": 1}\n');
    const words = [path('done.json'), path('odd.json'), path('missing.json'), '{"bucket": "b"}', '{'];
    const { code, err } = await command(['ship', ...words.flatMap((word) => ['--resume', word]), ...to()]);
    expect(code).to.equal(2);
    const [done, odd, missing, bucket, json] = err.split('\n');
    expect(done).to.equal(`logflume: --resume: ${path('done.json')}: no run in it was stopped`);
    expect(odd).to.match(/odd\.json: it holds neither checkpoints nor summaries of this version$/);
    expect(missing).to.contain('ENOENT');
    expect(bucket).to.equal('logflume: --resume: it holds neither checkpoints nor summaries of this version');
    expect(json).to.equal('logflume: --resume: it is no JSON');
    expect(server.connections).to.equal(0);
  });
});

describe('logflume parse', () => {
  it('says where to go on when it is interrupted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'logflume-'));
    try {
      const path = join(folder, 'big.log');
      writeFileSync(path, elbLines(LINES));
      const running = start(['parse', path]);
      // Nobody reads: the run waits, with most of the file before it.
      await new Promise((resolve) => running.process.stdout?.once('readable', resolve));
      running.process.kill('SIGINT');
      const { code, out, err } = await running.ended;
      const told = /go on with --resume '(.*)'\n$/.exec(err)?.[1] ?? '';
      expect(code).to.equal(130);
      const [rest, whole] = await Promise.all([logflume(['parse', '--resume', told]), logflume(['parse', path])]);
      expect(out + rest.out === whole.out).to.equal(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
