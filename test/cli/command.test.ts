import { expect } from 'chai';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { collector } from '../../src/testing/index.ts';
import { logflume, start } from '../helpers/command.ts';
import { elbLines } from '../helpers/runs.ts';
import { credentials, startS3, type EmbeddedS3 } from '../helpers/s3.ts';

describe('the command as a process', () => {
  let s3: EmbeddedS3;
  let env: Record<string, string>;
  before(async () => {
    s3 = await startS3();
    env = {
      AWS_ENDPOINT_URL: s3.endpointUrl,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
  });
  after(() => s3.close());

  it('parses to JSON lines in order, also what does not parse, and writes nothing else', async () => {
    const input = Buffer.concat([elbLines(2), Buffer.from('\nno such line\n'), elbLines(3)]);
    await s3.putObject('logs', 'a.log.gz', gzipSync(input));
    const { code, out, err } = await logflume(['parse', 's3://logs/a.log.gz', '-', '--rename', 'elb=lb'], {
      env,
      input,
    });
    expect(code).to.equal(0);
    const records = out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records).to.have.length(12);
    expect(records.map(({ message }) => message)).to.deep.equal(
      [...Array(2).keys()].flatMap(() => [undefined, undefined, 'no such line', undefined, undefined, undefined]),
    );
    expect(records[0]).to.include({ lb: 'shop' }).and.not.to.have.property('@metadata');
    expect(err.split('\n').filter(Boolean)).to.have.length(2);
    expect(err).to.contain('logflume: -: 1 of 7 lines did not parse');
  });

  it('ends quietly with 141 when nobody reads its output any more', async () => {
    const { process: child, ended } = start(['parse', '-'], { input: elbLines(20_000) });
    const closed = once(child, 'close');
    const err = child.stderr === null ? '' : text(child.stderr);
    // Half of the input stays unread, and half of the output.
    child.stdin?.on('error', () => undefined);
    ended.catch(() => undefined);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await closed).to.deep.equal([141, null]);
    expect(await err).to.equal('');
  });

  it('delivers what was read when it is interrupted, and exits 130', async () => {
    const server = await collector();
    try {
      const running = start(['ship', '-', '--to', `tcp://127.0.0.1:${server.port}`], { input: null });
      running.process.stdin?.write(elbLines(10));
      await server.received(1);
      running.process.stdin?.write('2026-03-14T09:00:00.1Z an unfinished li');
      running.process.kill('SIGINT');
      const { code, out, err } = await running.ended;
      expect(code).to.equal(130);
      expect(server.lines()).to.have.length(10);
      expect(JSON.parse(out)).to.deep.include({ source: '-', status: 'stopped' });
      expect(err).to.equal('logflume: SIGINT: delivering what was read; once more to give up\n');
    } finally {
      await server.close();
    }
  });

  it('gives up at the second signal, and says what was not delivered', async () => {
    const server = await collector({ mode: 'never-close' });
    try {
      const running = start(['ship', '-', '--to', `tcp://127.0.0.1:${server.port}`], { input: elbLines(10) });
      await server.clientsEnded();
      running.process.kill('SIGTERM');
      running.process.stderr?.once('data', () => running.process.kill('SIGINT'));
      const { code, out } = await running.ended;
      expect(code).to.equal(130);
      const summary = JSON.parse(out) as { status: string; lines: { sent: number } };
      expect(summary).to.deep.include({ status: 'aborted' });
      expect(summary.lines.sent).to.equal(0);
    } finally {
      await server.close();
    }
  });

  it('exits 2 for wrong flags and 1 for a missing object, with one line and no stack', async () => {
    const wrong = await logflume(['ship', 's3://logs/x', '--to', 'nowhere'], { env });
    expect(wrong).to.include({ code: 2, out: '' });
    expect(wrong.err).to.match(/^logflume: --to: must be tcp:.*\nTry `logflume --help`\.\n$/);
    const missing = await logflume(['parse', 's3://logs/missing.log'], { env });
    expect(missing).to.include({ code: 1, out: '' });
    expect(missing.err).to.match(/^logflume: Cannot read s3:\/\/logs\/missing\.log: .*\n$/);
  });
});
