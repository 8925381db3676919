import { expect } from 'chai';
import { deadLettersIn, type DeadLettersInOptions } from '../../src/letters/dead-letters-in.ts';
import { s3Client } from '../../src/sources/s3-client.ts';
import { caught } from '../helpers/caught.ts';
import { serve, type HttpServer } from '../helpers/http.ts';
import { credentials } from '../helpers/s3.ts';

describe('dead letters in S3', () => {
  let http: HttpServer;
  let puts: { readonly method: string | undefined; readonly url: string | undefined; readonly body: string }[];
  afterEach(() => http.close());

  /** Keeps one letter in an S3 that gives these answers, and then takes it. */
  async function keep(
    statuses: readonly number[],
    {
      signal = new AbortController().signal,
      ...others
    }: Omit<DeadLettersInOptions, 'client'> & {
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<string> {
    const answers = [...statuses];
    puts = [];
    http = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        puts.push({ method: request.method, url: request.url, body: Buffer.concat(chunks).toString() });
        response.writeHead(answers.shift() ?? 200).end();
      });
    });
    const client = await s3Client({ endpointUrl: http.url, credentials });
    const place = deadLettersIn('s3://b/a/prefix', { ...others, client: () => Promise.resolve(client) });
    const letters = place.open('day/run.jsonl');
    try {
      await letters.write(Buffer.from('one\n'));
      await letters.write(Buffer.from('two\n'));
      expect(puts).to.deep.equal([]);
      await letters.keep(signal);
      return letters.uri;
    } finally {
      client.destroy();
    }
  }

  it('are one object', async () => {
    expect(await keep([])).to.equal('s3://b/a/prefix/day/run.jsonl');
    expect(puts).to.have.length(1);
    expect(puts[0]).to.include({ method: 'PUT', url: '/b/a/prefix/day/run.jsonl?x-id=PutObject' });
    expect(puts[0]?.body).to.contain('one\ntwo\n');
  });

  it('are put again where S3 could not take them', async () => {
    await keep([503]);
    expect(puts.map(({ url }) => url)).to.deep.equal([puts[0]?.url, puts[0]?.url]);
  });

  it('are put no more often than they may be', async () => {
    const error = await caught(keep([503, 500, 503, 503], { putAttempts: 3, retryDelayMs: 1 }));
    expect(error).to.include({ code: 'ERR_DEAD_LETTER', retryable: true });
    expect(error.message).to.contain('(3 attempts)');
    expect(puts).to.have.length(3);
  });

  it('say at once what permission they need', async () => {
    const error = await caught(keep([403]));
    expect(error).to.include({ code: 'ERR_DEAD_LETTER', retryable: false });
    expect(error.message).to.match(
      /^Cannot write s3:\/\/b\/a\/prefix\/day\/run\.jsonl: .*Allow s3:PutObject on arn:aws:s3:::b/,
    );
    expect(puts).to.have.length(1);
  });

  it('are not put where the run was aborted', async () => {
    const error = await caught(keep([503], { signal: AbortSignal.abort() }));
    expect(error.message).to.match(/^Cannot write s3:\/\/b\/a\/prefix\/day\/run\.jsonl: the run was aborted$/);
    expect(puts).to.deep.equal([]);
  });
});
