import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { SourceError } from '../../src/errors.ts';
import { s3Object, type S3ObjectOptions } from '../../src/sources/s3.ts';
import type { RunEvent, Source } from '../../src/stage.ts';
import { caught } from '../helpers/caught.ts';
import { faultyS3, type Fault, type FaultyS3 } from '../helpers/faulty-s3.ts';
import { until } from '../helpers/runs.ts';
import { credentials } from '../helpers/s3.ts';

const body = randomBytes(500_000);

describe('a read of an object that breaks', () => {
  let s3: FaultyS3;
  let events: RunEvent[];

  const object = async (faults: readonly Fault[], options: Partial<S3ObjectOptions> = {}): Promise<Source> => {
    s3 = await faultyS3(body, faults);
    const clientOptions = { endpointUrl: s3.url, credentials };
    return s3Object({ bucket: 'logs', key: 'a.log', clientOptions, retryDelayMs: 1, silenceMs: 300, ...options });
  };
  const context = (stopping?: AbortSignal) => ({
    signal: new AbortController().signal,
    report: (event: RunEvent) => void events.push(event),
    ...(stopping === undefined ? {} : { stopping }),
  });
  const read = async (source: Source): Promise<Buffer> => buffer((await source.open(context())).stream);
  const of = (type: RunEvent['type']): RunEvent[] => events.filter((event) => event.type === type);

  beforeEach(() => (events = []));
  afterEach(() => s3.close());

  const brokenAt = (position: number): string => `bytes=${position - 1}-`;
  for (const [what, faults, position] of [
    ['is cut', [{ after: 123_456, then: 'end' }], 123_456],
    ['is reset before its first byte', [{ after: 0, then: 'reset' }], 0],
    ['falls silent', [{ after: 123_456, then: 'silence' }], 123_456],
    ['is cut before its last byte', [{ after: 499_999, then: 'end' }], 499_999],
  ] as const) {
    it(`goes on where it was when it ${what}, and says so`, async () => {
      expect(body.equals(await read(await object(faults)))).to.equal(true);
      expect(of('resumed')).to.deep.equal([{ type: 'resumed', at: position }]);
      expect(s3.ranges).to.deep.equal([undefined, position === 0 ? undefined : brokenAt(position)]);
    });
  }

  it('goes on after a reset, with whatever had arrived', async () => {
    expect(body.equals(await read(await object([{ after: 300_000, then: 'reset' }])))).to.equal(true);
    expect(of('resumed')).to.have.length(1);
  });

  for (const [what, fault] of [
    ['is out of order', { status: 503 }],
    ['asks to slow down', { status: 503, code: 'SlowDown' }],
    ['has an error of its own', { status: 500, code: 'InternalError' }],
    ['throttles', { status: 429 }],
    ['finds our clock wrong', { status: 403, code: 'RequestTimeTooSkewed' }],
    ['resets the connection', 'refuse'],
  ] as const) {
    it(`bears that S3 ${what}, at first and later on`, async () => {
      const cut = { after: 1000, then: 'end' } as const;
      expect(body.equals(await read(await object([fault, fault, cut, fault, fault])))).to.equal(true);
      expect(of('readFailed')).to.have.length(5);
      expect(of('resumed')).to.have.length(1);
    });
  }

  it('breaks more often than there are attempts, as long as each brings a byte', async () => {
    const faults = Array.from({ length: 20 }, () => ({ after: 2, then: 'end' }) as const);
    expect(body.equals(await read(await object(faults, { readAttempts: 2 })))).to.equal(true);
    expect(of('resumed')).to.have.length(20);
  });

  it('is given up after so many attempts without a byte, with the last cause', async () => {
    const none = { after: 0, then: 'end' } as const;
    const source = await object([{ after: 10, then: 'end' }, ...Array<Fault>(5).fill(none)], { readAttempts: 4 });
    const error = await caught(read(source));
    expect(error).to.be.instanceOf(SourceError).and.to.include({ code: 'ERR_SOURCE', retryable: true });
    expect(error.message).to.match(/^s3:\/\/logs\/a\.log broke off after 10 of 500,000 bytes: /);
    expect(s3.ranges).to.have.length(4);
  });

  it('is given up where S3 does not come back, with the position and the attempts', async () => {
    const source = await object([{ after: 10, then: 'end' }, ...Array<Fault>(9).fill({ status: 503 })]);
    const error = await caught(read(source));
    expect(error.message).to.equal('Cannot read s3://logs/a.log from byte 10 on: S3 answered HTTP 503. (5 attempts)');
    expect(error).to.include({ code: 'ERR_SOURCE', retryable: true });
  });

  it('takes what it wants from a server that ignores ranges', async () => {
    const source = await object([{ after: 123_456, then: 'end' }, 'ignore range']);
    expect(body.equals(await read(source))).to.equal(true);
  });

  for (const how of ['replace', 'replace unnoticed'] as const) {
    it(`fails by name when the object was replaced meanwhile (${how})`, async () => {
      const error = await caught(read(await object([{ after: 10, then: 'end' }, how])));
      expect(error).to.be.instanceOf(SourceError).and.to.include({ code: 'ERR_OBJECT_CHANGED', retryable: false });
      expect(error.message).to.match(
        /^Cannot read s3:\/\/logs\/a\.log.*: it was replaced after a part of it had been read/,
      );
      expect(await s3.connections()).to.be.at.most(1);
    });
  }

  it('fails by name when the object was deleted meanwhile', async () => {
    const error = await caught(
      read(
        await object([
          { after: 10, then: 'end' },
          { status: 404, code: 'NoSuchKey' },
        ]),
      ),
    );
    expect(error).to.include({ code: 'ERR_SOURCE_NOT_FOUND', retryable: false });
  });

  it('leaves no connection and no timer when it is destroyed while it waits to go on', async () => {
    const source = await object([{ after: 10, then: 'end' }], { retryDelayMs: 60_000 });
    const { stream } = await source.open(context());
    stream.resume();
    await until(() => of('readFailed').length === 1);
    stream.destroy();
    await once(stream, 'close');
    await until(() => !process.getActiveResourcesInfo().some((name) => name === 'TCPSocketWrap'));
    expect(s3.ranges).to.have.length(1);
  });

  it('is empty where the run is stopped before S3 has answered', async () => {
    const source = await object(Array<Fault>(9).fill({ status: 503 }), { retryDelayMs: 60_000 });
    const stop = new AbortController();
    const opening = source.open(context(stop.signal));
    await until(() => of('readFailed').length === 1);
    stop.abort();
    const { stream, origin } = await opening;
    expect(await buffer(stream)).to.have.length(0);
    expect(origin).to.deep.equal({ uri: 's3://logs/a.log', bucket: 'logs', key: 'a.log' });
  });
});
