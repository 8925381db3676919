import type { RequestListener } from 'node:http';
import { finished } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { AbortError, SourceError } from '../../src/errors.ts';
import { s3Object, type S3ObjectOptions } from '../../src/sources/s3.ts';
import { caught } from '../helpers/caught.ts';
import { serve, type HttpServer } from '../helpers/http.ts';
import { credentials } from '../helpers/s3.ts';

const SIZE = 5678;
const context = (signal = new AbortController().signal) => ({ signal, report: () => undefined });
const xml = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Words of S3</Message></Error>`;

describe('s3Object against a server that fails', () => {
  const servers: HttpServer[] = [];

  /** An object on a server that does what `listener` does. */
  async function objectOn(listener: RequestListener, options: Partial<S3ObjectOptions> = {}) {
    const http = await serve(listener);
    servers.push(http);
    const clientOptions = { endpointUrl: http.url, credentials };
    const given = { bucket: 'logs', key: 'a.log', clientOptions, readAttempts: 1, retryDelayMs: 1, ...options };
    return { http, source: s3Object(given) };
  }

  /** Settles when the first connection that `http` accepts is closed. */
  const disconnected = ({ server }: HttpServer): Promise<void> =>
    new Promise((resolve) => {
      server.once('connection', (socket) => socket.once('close', resolve));
    });

  /** Promises SIZE bytes, sends 1,234 and lets `then` go on. */
  const partial =
    (then: (response: Parameters<RequestListener>[1]) => void): RequestListener =>
    (_request, response) => {
      response.writeHead(200, { 'Content-Length': SIZE, ETag: '"e"' });
      response.write('x'.repeat(1234), () => {
        then(response);
      });
    };

  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  it('fails by name, as retryable, when the body is cut in the middle', async () => {
    const { source } = await objectOn(partial((response) => response.socket?.end()));
    const { stream } = await source.open(context());
    const error = await caught(buffer(stream));
    expect(error).to.be.instanceOf(SourceError);
    expect(error).to.include({ code: 'ERR_SOURCE', stage: 's3Object', retryable: true });
    expect(error.message).to.equal('s3://logs/a.log broke off after 1,234 of 5,678 bytes: aborted');
    expect(error.cause).to.include({ code: 'ECONNRESET' });
  });

  it('fails by name when the connection is reset in the middle', async () => {
    const { source } = await objectOn(partial((response) => response.socket?.resetAndDestroy()));
    const { stream } = await source.open(context());
    const error = await caught(buffer(stream));
    expect(error).to.include({ code: 'ERR_SOURCE', retryable: true });
    expect(error.message).to.include('of 5,678 bytes');
  });

  it('fails by name when the body falls silent', async () => {
    const { source } = await objectOn(
      partial(() => undefined),
      { silenceMs: 500 },
    );
    const { stream } = await source.open(context());
    const error = await caught(buffer(stream));
    expect(error).to.include({ code: 'ERR_SOURCE', retryable: true });
    expect(error.message).to.equal('s3://logs/a.log broke off after 1,234 of 5,678 bytes: no byte came for 0.5 s');
  });

  it('closes its connection when the stream is destroyed', async () => {
    const { http, source } = await objectOn(partial(() => undefined));
    const closed = disconnected(http);
    const { stream } = await source.open(context());
    stream.destroy();
    await closed;
  });

  it('closes the connection of a client of its own when all is read', async () => {
    const { http, source } = await objectOn(partial((response) => response.end('x'.repeat(SIZE - 1234))));
    const closed = disconnected(http);
    expect(await buffer((await source.open(context())).stream)).to.have.length(SIZE);
    await closed;
  });

  it('fails with AbortError when the run is aborted while the body comes', async () => {
    const abort = new AbortController();
    const { source } = await objectOn(partial(() => undefined));
    const { stream } = await source.open(context(abort.signal));
    stream.once('data', () => {
      abort.abort();
    });
    expect(await caught(finished(stream))).to.be.instanceOf(AbortError);
  });

  it('fails with AbortError when the run is aborted before S3 has answered', async () => {
    const abort = new AbortController();
    const { source } = await objectOn(() => {
      abort.abort();
    });
    expect(await caught(source.open(context(abort.signal)))).to.be.instanceOf(AbortError);
  });

  for (const [what, status, body, expected] of [
    [
      'permission is denied',
      403,
      xml('AccessDenied'),
      { code: 'ERR_SOURCE_DENIED', message: /Allow s3:GetObject on arn:aws:s3:::logs\/a\.log/ },
    ],
    [
      'permission is denied without a body',
      403,
      '',
      { code: 'ERR_SOURCE_DENIED', message: /permission denied \(HTTP 403\)/ },
    ],
    ['the credentials have expired', 400, xml('ExpiredToken'), { code: 'ERR_SOURCE_DENIED', message: /Renew them/ }],
    ['the object is archived', 403, xml('InvalidObjectState'), { code: 'ERR_SOURCE', message: /Restore it/ }],
    [
      'the bucket is in another region',
      301,
      xml('PermanentRedirect'),
      { code: 'ERR_SOURCE', message: /Set AWS_REGION/ },
    ],
    [
      'the object is not there and the answer has no body',
      404,
      '',
      { code: 'ERR_SOURCE_NOT_FOUND', message: /no such object/ },
    ],
  ] as const) {
    it(`says what to do when ${what}`, async () => {
      const { source } = await objectOn((_request, response) => response.writeHead(status).end(body));
      const error = await caught(source.open(context()));
      expect(error).to.be.instanceOf(SourceError);
      expect(error).to.include({ code: expected.code, stage: 's3Object', retryable: false });
      expect(error.message)
        .to.match(/^Cannot read s3:\/\/logs\/a\.log: /)
        .and.match(expected.message);
      expect(error.cause).to.be.instanceOf(Error);
    });
  }

  it('tries again, then fails as retryable, when S3 is out of order', async () => {
    let requests = 0;
    const { source } = await objectOn(
      (_request, response) => {
        requests += 1;
        response.writeHead(503).end();
      },
      { readAttempts: 3 },
    );
    const error = await caught(source.open(context()));
    expect(error).to.include({ code: 'ERR_SOURCE', retryable: true });
    expect(error.message).to.equal('Cannot read s3://logs/a.log: S3 answered HTTP 503. (3 attempts)');
    expect(requests).to.equal(3);
  });

  it('fails as retryable when nobody listens at the endpoint', async () => {
    const { http, source } = await objectOn(() => undefined);
    await http.close();
    const error = await caught(source.open(context()));
    expect(error).to.include({ code: 'ERR_SOURCE', retryable: true });
    expect(error.message).to.match(/ECONNREFUSED.*Check the network and the endpoint/);
  });
});
