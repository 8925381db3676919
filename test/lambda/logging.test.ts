import { expect } from 'chai';
import { shipConfig } from '../../src/config.ts';
import { defaultFlow, forward } from '../../src/forward.ts';
import { createHandler, type HandlerOptions } from '../../src/lambda.ts';
import { s3Client } from '../../src/sources/s3-client.ts';
import { collector } from '../../src/testing/index.ts';
import type { Sink } from '../../src/stage.ts';
import { tcp } from '../../sinks/tcp.ts';
import { caught } from '../helpers/caught.ts';
import { certificates } from '../helpers/certificates.ts';
import { faultyS3, type Fault } from '../helpers/faulty-s3.ts';
import { elbLines, sinkOf } from '../helpers/runs.ts';
import { credentials } from '../helpers/s3.ts';

const LINES = 20_000;
const SIGNED = 'https://logs.example/k?X-Amz-Credential=AKIAEXAMPLE&X-Amz-Signature=5ig';

interface Line {
  readonly source?: string;
  readonly status?: string;
  readonly event?: string;
  readonly error?: string;
  readonly at?: number;
}

/** What the handler logs of one object, which it reads from an S3 that does this. */
async function logOf(to: Sink, options: HandlerOptions, faults: readonly Fault[] = [], endpoint = '127.0.0.1') {
  const s3 = await faultyS3(elbLines(LINES), faults);
  const client = await s3Client({ endpointUrl: s3.url.replace('127.0.0.1', endpoint), credentials });
  const logged: string[] = [];
  const given = { client, log: (line: string) => logged.push(line), reading: { retryDelayMs: 1, readAttempts: 2 } };
  const handle = createHandler(defaultFlow({ batchBytes: 65_536 }).to(to), { ...given, ...options });
  try {
    const [settled] = await Promise.allSettled([handle({ bucket: 'logs', key: 'elb.log' })]);
    const error = settled.status === 'rejected' ? String(settled.reason) : '';
    return { text: logged.join(''), lines: logged.map((line) => JSON.parse(line) as Line), error };
  } finally {
    client.destroy();
    await s3.close();
  }
}

describe('the log of a handler', () => {
  const cut: readonly Fault[] = [{ after: 1_000_000, then: 'reset' }];

  it('is quiet: one line for an object, whatever happens on the way', async () => {
    const server = await collector();
    const { lines } = await logOf(tcp({ host: server.host, port: server.port }), {}, cut);
    await server.close();
    expect(lines.map(({ status }) => status)).to.deep.equal(['completed']);
  });

  it('tells with `debug` what happens on the way, and nothing that comes with every batch', async () => {
    const server = await collector();
    const { lines } = await logOf(tcp({ host: server.host, port: server.port }), { logging: 'debug' }, cut);
    await server.close();
    const events = lines.slice(0, -1);
    expect(new Set(events.map(({ source }) => source))).to.deep.equal(new Set(['s3://logs/elb.log']));
    expect(events.map(({ event }) => event)).to.include.members([
      ...['connected', 'encoding', 'format', 'readFailed', 'resumed', 'disconnected'],
    ]);
    expect(events.filter(({ event }) => ['read', 'delivered', 'resent'].includes(event ?? ''))).to.deep.equal([]);
    expect(events.find(({ event }) => event === 'resumed')?.at).to.be.within(1, 1_000_000);
    expect(events.find(({ event }) => event === 'readFailed')?.error).to.be.a('string');
  });

  it('still has events told to whoever listens', async () => {
    const told = new Set<string>();
    const { lines } = await logOf(sinkOf(), { onEvent: ({ type }) => told.add(type) });
    expect([...told]).to.include.members(['read', 'delivered', 'format']);
    expect(lines).to.have.length(1);
  });

  it('shows no presigned query and no credentials of a URL, nor does the error', async () => {
    const write = () => Promise.reject(new Error(`PUT ${SIGNED} from http://me:s3cret@10.0.0.1/ failed`));
    const { text, error } = await logOf(sinkOf({ write }), { logging: 'debug' });
    expect(text).to.contain('X-Amz-Signature=***').and.contain('http://***@10.0.0.1/');
    expect(error).to.contain('X-Amz-Signature=***').and.contain('http://***@10.0.0.1/');
    expect(`${text}${error}`).to.not.match(/s3cret|5ig|AKIAEXAMPLE/);
  });

  it('shows no credentials of an endpoint', async () => {
    const down = [{ status: 503 }, { status: 503 }];
    const { text, error } = await logOf(sinkOf(), { logging: 'debug' }, down, 'me:s3cret@127.0.0.1');
    expect(text).to.contain('HTTP 503').and.not.contain('s3cret');
    expect(error).to.contain('HTTP 503').and.not.contain('s3cret');
  });

  it('shows nothing of the keys that TLS has', async () => {
    const made = certificates();
    const server = await collector({ tls: made.server });
    try {
      const { certFile, keyFile, key } = made.stranger;
      const config = await shipConfig({
        env: {
          LOGFLUME_TO: `tls://127.0.0.1:${server.port}`,
          ...{ LOGFLUME_TLS_CA: made.otherCa.certFile, LOGFLUME_TLS_CERT: certFile, LOGFLUME_TLS_KEY: keyFile },
          ...{ LOGFLUME_CONNECT_ATTEMPTS: '1', LOGFLUME_SEND_ATTEMPTS: '1' },
        },
      });
      const s3 = await faultyS3(elbLines(1), []);
      const client = await s3Client({ endpointUrl: s3.url, credentials });
      const logged: string[] = [];
      const handle = createHandler(forward(config), { client, logging: 'debug', log: (line) => logged.push(line) });
      const error = await caught(handle({ bucket: 'logs', key: 'elb.log' }));
      client.destroy();
      await s3.close();
      const secret = key.split('\n')[1] ?? 'none';
      expect(secret).to.have.length.above(20);
      expect(`${logged.join('')}${error.message}`)
        .to.contain('certificate')
        .and.not.contain(secret)
        .and.not.contain('PRIVATE');
    } finally {
      await server.close();
      made.remove();
    }
  });
});
