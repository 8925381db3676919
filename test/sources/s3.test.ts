import { buffer } from 'node:stream/consumers';
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { ConfigError, SourceError } from '../../src/errors.ts';
import { s3Object } from '../../src/sources/s3.ts';
import type { SourceContext } from '../../src/stage.ts';
import { credentials, startS3, type EmbeddedS3 } from '../helpers/s3.ts';
import { caught } from '../helpers/caught.ts';

const context: SourceContext = { signal: new AbortController().signal, report: () => undefined };

describe('s3Object', () => {
  let s3: EmbeddedS3;

  before(async () => {
    s3 = await startS3();
    await s3.putObject('logs', 'small.log', 'one\ntwo\n');
  });

  after(() => s3.close());

  it('gives the bytes of the object', async () => {
    const { stream } = await s3Object({ bucket: 'logs', key: 'small.log', client: s3.client }).open(context);
    expect((await buffer(stream)).toString()).to.equal('one\ntwo\n');
  });

  it('says where they come from: address, bucket, key, size, ETag and identity', async () => {
    const { stream, origin } = await s3Object({ bucket: 'logs', key: 'small.log', client: s3.client }).open(context);
    stream.destroy();
    expect(origin.etag).to.match(/^"[0-9a-f]{32}"$/);
    expect(origin).to.deep.equal({
      uri: 's3://logs/small.log',
      bucket: 'logs',
      key: 'small.log',
      size: 8,
      etag: origin.etag,
      identity: JSON.stringify(['logs', 'small.log', origin.etag]),
    });
  });

  it('reads an object of zero bytes', async () => {
    await s3.putObject('logs', 'empty', '');
    const { stream, origin } = await s3Object({ bucket: 'logs', key: 'empty', client: s3.client }).open(context);
    expect(origin.size).to.equal(0);
    expect(await buffer(stream)).to.have.length(0);
  });

  it('reads an object of 20 MB that was uploaded in parts', async () => {
    const body = randomBytes(20_000_000);
    await s3.putObject('logs', 'large', body);
    const { stream } = await s3Object({ bucket: 'logs', key: 'large', client: s3.client }).open(context);
    expect(body.equals(await buffer(stream))).to.equal(true);
  });

  it('takes the key literally', async () => {
    const key = 'a b/c+d%20é "q".log';
    await s3.putObject('logs', key, 'odd\n');
    const { stream } = await s3Object({ bucket: 'logs', key, client: s3.client }).open(context);
    expect((await buffer(stream)).toString()).to.equal('odd\n');
  });

  it('leaves a client that it was given usable for the next run', async () => {
    const source = s3Object({ bucket: 'logs', key: 'small.log', client: s3.client });
    for (const size of [8, 8]) expect(await buffer((await source.open(context)).stream)).to.have.length(size);
  });

  it('makes a client of its own for each run from the client options', async () => {
    const clientOptions = { endpointUrl: s3.endpointUrl, credentials };
    const source = s3Object({ bucket: 'logs', key: 'small.log', clientOptions });
    for (const size of [8, 8]) expect(await buffer((await source.open(context)).stream)).to.have.length(size);
  });

  it('fails with ERR_SOURCE_NOT_FOUND for a missing key and names the object', async () => {
    const error = await caught(s3Object({ bucket: 'logs', key: 'missing', client: s3.client }).open(context));
    expect(error).to.be.instanceOf(SourceError);
    expect(error).to.include({ code: 'ERR_SOURCE_NOT_FOUND', stage: 's3Object', retryable: false });
    expect(error.message).to.include('Cannot read s3://logs/missing: there is no such object');
    expect(error.cause).to.include({ name: 'NoSuchKey' });
  });

  it('fails with ERR_SOURCE_NOT_FOUND for a missing bucket and names it', async () => {
    const error = await caught(s3Object({ bucket: 'nowhere', key: 'k', client: s3.client }).open(context));
    expect(error).to.include({ code: 'ERR_SOURCE_NOT_FOUND' });
    expect(error.message).to.include('there is no bucket nowhere');
  });

  it('refuses an empty bucket or key at once, both in one error', () => {
    expect(() => s3Object({ bucket: '', key: '' }))
      .to.throw(ConfigError)
      .with.property('problems')
      .deep.equal(['`bucket` is empty', '`key` is empty']);
  });
});
