import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import { expect } from 'chai';
import { Attempts } from '../../src/sources/attempts.ts';
import { Life } from '../../src/sources/life.ts';
import { S3Body, type BodyOptions } from '../../src/sources/s3-body.ts';
import { caught } from '../helpers/caught.ts';

const options = (): BodyOptions => ({
  uri: 's3://b/k',
  position: 0,
  life: new Life(new AbortController().signal, undefined),
  silenceMs: 20,
  attempts: new Attempts(1, 0),
  reopen: undefined,
  report: () => undefined,
  release: () => undefined,
});
const bytes = (count: number) => Buffer.alloc(count, 'x');
const bodyOf = (body: Readable, size?: number, others: Partial<BodyOptions> = {}): S3Body =>
  new S3Body({ body, skip: 0, size, etag: '"e"' }, { ...options(), ...others });

describe('S3Body', () => {
  it('fails when the body ends before the promised size', async () => {
    const error = await caught(buffer(bodyOf(Readable.from([bytes(10)]), 1234)));
    expect(error).to.include({ code: 'ERR_SOURCE', retryable: true });
    expect(error.message).to.equal('s3://b/k broke off after 10 of 1,234 bytes: the body ended');
  });

  it('fails when the body ends after the promised size', async () => {
    const error = await caught(buffer(bodyOf(Readable.from([bytes(10)]), 9)));
    expect(error.message).to.include('after 10 of 9 bytes');
  });

  it('takes a body of unknown size as it comes', async () => {
    expect(await buffer(bodyOf(Readable.from([bytes(10), bytes(5)])))).to.have.length(15);
  });

  it('is whole with its last byte, whatever becomes of the connection then', async () => {
    const incoming = new Readable({ read: () => undefined });
    const body = bodyOf(incoming, 10);
    const all = buffer(body);
    incoming.push(bytes(10));
    await once(body, 'readable');
    incoming.destroy(new Error('reset'));
    expect(await all).to.have.length(10);
  });

  it('bears a reader that is slower than the silence it allows the server', async () => {
    const size = 1024 * 1024;
    const incoming = Readable.from(
      Array.from({ length: 16 }, () => bytes(65536)),
      { objectMode: false },
    );
    const body = bodyOf(incoming, size);
    await once(body, 'readable');
    await new Promise((resolve) => setTimeout(resolve, 60)); // three times the silence: here, time is the thing tested
    expect(await buffer(body)).to.have.length(size);
  });

  it('asks for no more than its buffer holds while nobody reads', async () => {
    let asked = 0;
    const incoming = new Readable({
      read() {
        asked += 65536;
        this.push(bytes(65536));
      },
    });
    const body = bodyOf(incoming);
    await once(body, 'readable');
    await new Promise((resolve) => setImmediate(resolve));
    body.destroy();
    expect(asked).to.be.at.most(8 * 65536);
  });

  it('destroys the body it reads, and releases what was held for it once', async () => {
    let released = 0;
    const incoming = new Readable({ read: () => undefined });
    const body = bodyOf(incoming, undefined, { release: () => (released += 1) });
    body.destroy();
    await once(incoming, 'close');
    expect(released).to.equal(1);
  });
});
