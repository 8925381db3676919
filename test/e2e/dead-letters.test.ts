import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { letterIn, type Letter } from '../../src/letter.ts';
import type { Summary } from '../../src/summary.ts';
import { collector, type Collector, type CollectorMode, type CollectorOptions } from '../../src/testing/index.ts';
import { picky } from '../helpers/picky.ts';
import { elbLines } from '../helpers/runs.ts';
import { credentials, startS3, type EmbeddedS3 } from '../helpers/s3.ts';
import { command, type Told } from '../helpers/world.ts';

type Line = Summary & { readonly error?: { readonly code: string; readonly message: string } };

const LINES = 20_000;
const quick = ['--connect-attempts', '1', '--send-attempts', '2', '--close-timeout-ms', '5000'];
/** More than one batch, so that something is behind what fails. */
const small = ['--max-unconfirmed-bytes', '1000000', '--batch-bytes', '65536'];
/** Takes something of everything, and nothing as a whole. */
const resets = { mode: 'reset', afterBytes: 10 } as const;
const idOf = (line: string): string => /"_id":"([^"]+)"/.exec(line)?.[1] ?? '';

describe('dead letters in S3, and their replay', () => {
  const kept = { ...process.env };
  let s3: EmbeddedS3;
  let server: Collector;
  /** Every id that the object's records have. */
  let ids: ReadonlySet<string>;

  before(async () => {
    s3 = await startS3();
    process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
    await s3.putObject('logs', 'big.log.gz', gzipSync(elbLines(LINES), { level: 1 }));
    await s3.putObject('logs', 'bad.log', Buffer.concat([elbLines(2), Buffer.from('no such line\n'), elbLines(2)]));
    server = await collector();
    await ship(['s3://logs/big.log.gz']);
    ids = new Set(server.lines().map(idOf));
    await server.close();
  });
  after(async () => {
    process.env = kept;
    await s3.close();
  });
  beforeEach(() => s3.putObject('letters', 'made', ''));
  afterEach(() => server.close());

  const to = () => ['--to', `tcp://127.0.0.1:${server.port}`, '--endpoint-url', s3.endpointUrl];
  const ship = (words: readonly string[]): Promise<Told> => command(['ship', ...words, ...to()]);
  const replay = (words: readonly string[]): Promise<Told> => command(['replay', ...words, ...to()]);
  const summaryOf = ({ out }: Told): Line => JSON.parse(out) as Line;

  /** What went wrong with a receiver that is like this, and the letters that came of it. */
  async function failing(mode: CollectorOptions, words: readonly string[]) {
    server = await collector(mode);
    const told = await ship([...words, ...quick, '--dead-letter', 's3://letters/dead']);
    const summary = summaryOf(told);
    const uri = summary.deadLetters.uri ?? '';
    return { told, summary, uri, letters: uri === '' ? [] : await lettersIn(uri) };
  }

  async function lettersIn(uri: string): Promise<Letter[]> {
    const Key = uri.slice('s3://letters/'.length);
    const { Body, ContentType } = await s3.client.send(new GetObjectCommand({ Bucket: 'letters', Key }));
    expect(ContentType).to.equal('application/x-ndjson');
    const lines = ((await Body?.transformToString()) ?? '').split('\n').slice(0, -1);
    return lines.map((line) => letterIn(line) ?? expect.fail(`no letter: ${line}`));
  }

  it('hold what was on its way to a receiver that dies for good; the rest is behind the checkpoint', async () => {
    const dies = (n: number): CollectorMode => (n < 3 ? {} : { mode: 'reset', afterBytes: 0 });
    const { told, summary, uri, letters } = await failing({ treat: dies }, ['s3://logs/big.log.gz', ...small]);
    expect([told.code, summary.status, summary.error?.code]).to.deep.equal([1, 'failed', 'ERR_SINK']);
    expect(letters).to.have.length(summary.deadLetters.records).and.not.to.be.empty;
    expect(uri).to.match(/^s3:\/\/letters\/dead\/\d{4}-\d\d-\d\d\/[\w-]{16}-0-\d{6}-[\da-f]{12}\.dead-letters\.jsonl$/);
    const delivered = server.lines();
    await server.close();

    server = await collector();
    const again = summaryOf(await replay([uri]));
    expect([again.status, again.lines.sent]).to.deep.equal(['completed', letters.length]);
    expect(server.lines()).to.have.members(letters.map(({ text }) => text));
    const rest = await ship(['--resume', JSON.stringify(summary.checkpoint)]);
    expect(summaryOf(rest).lines.sent).to.equal(LINES - summary.lines.sent - letters.length);
    expect(new Set([...delivered, ...server.lines()].map(idOf))).to.deep.equal(ids);
  });

  it('hold the one batch that a receiver refuses; all others arrive', async () => {
    const [, , third = ''] = [...ids];
    const refusing = await picky(`"${third}"`);
    try {
      const told = await command([
        ...[
          'ship',
          's3://logs/big.log.gz',
          '--to',
          `tcp://127.0.0.1:${refusing.port}`,
          '--endpoint-url',
          s3.endpointUrl,
        ],
        ...[...quick, ...small, '--dead-letter', 's3://letters/dead'],
      ]);
      const summary = summaryOf(told);
      expect([told.code, summary.status, summary.error]).to.deep.equal([1, 'deadLettered', undefined]);
      expect(summary.lines.sent + summary.deadLetters.records).to.equal(LINES);
      expect(summary.deadLetters.records).to.be.below(1000);
      server = await collector();
      await replay([summary.deadLetters.uri ?? '']);
      expect(new Set([...refusing.lines(), ...server.lines()].map(idOf))).to.deep.equal(ids);
      expect(server.lines().map(idOf)).to.include(third);
    } finally {
      await refusing.close();
    }
  });

  it('hold all that is left, and nothing fails, where a receiver dies at the end', async () => {
    const { told, summary, letters, uri } = await failing(resets, ['s3://logs/bad.log']);
    expect(summary.error).to.equal(undefined);
    expect([told.code, summary.status]).to.deep.equal([1, 'deadLettered']);
    expect([letters.length, summary.failures.sending.total, summary.rejects.deadLettered]).to.deep.equal([5, 4, 1]);
    expect(told.err).to.contain(`dead letters in ${uri}: 4 records that could not be sent, 1 rejects`);
  });

  it('hold lines that were rejected, which are taken in again with the same ids', async () => {
    const { told, summary, uri, letters } = await failing({}, ['s3://logs/bad.log', '--rejects', 'dead-letter']);
    expect([told.code, summary.status, summary.rejects.deadLettered]).to.deep.equal([0, 'completed', 1]);
    expect(letters[0]).to.deep.include({
      kind: 'rejected',
      text: 'no such line',
      reason: 'too_few_fields',
      attempt: 1,
    });
    expect(letters[0]?.origin).to.include({ bucket: 'logs', key: 'bad.log', format: 'elb' });
    await server.close();
    server = await collector();
    expect(summaryOf(await replay([uri])).rejects.shipped).to.equal(1);
    expect(idOf(server.lines()[0] ?? '')).to.match(/^[\w-]{16}-/);
    const offset = parseInt(idOf(server.lines()[0] ?? '').slice(17), 36);
    expect(offset).to.equal(letters[0]?.offset);
  });

  it('that are rejected again are letters again, and say so', async () => {
    const { uri } = await failing({}, ['s3://logs/bad.log', '--rejects', 'dead-letter']);
    const again = ['--rejects', 'dead-letter', '--dead-letter', 's3://letters/dead'];
    const second = await lettersIn(summaryOf(await replay([uri, ...again])).deadLetters.uri ?? '');
    const [first] = await lettersIn(uri);
    expect(second).to.deep.equal([{ ...first, attempt: 2 }]);
  });

  it('fail the run by name where their bucket is missing, with what it was before', async () => {
    server = await collector(resets);
    const told = await ship(['s3://logs/bad.log', ...quick, '--dead-letter', 's3://no-such-bucket/dead']);
    const { status, error, deadLetters, failures } = summaryOf(told);
    expect([told.code, status, error?.code]).to.deep.equal([1, 'failed', 'ERR_DEAD_LETTER']);
    expect(error?.message).to.match(
      /Cannot write s3:\/\/no-such-bucket\/dead\/.*there is no bucket.*; before that: tcp /,
    );
    expect([deadLetters, failures.sending.total]).to.deep.equal([{ records: 0, bytes: 0 }, 4]);
  });

  it('fail the run by name where there are more than they may be', async () => {
    const words = ['s3://logs/bad.log', '--rejects', 'dead-letter', '--max-dead-letter-bytes', '10'];
    const { told, summary } = await failing({}, words);
    expect([told.code, summary.error?.code]).to.deep.equal([1, 'ERR_DEAD_LETTERS_FULL']);
    expect(summary.error?.message).to.contain('`maxDeadLetterBytes`');
    const { Contents } = await s3.client.send(new ListObjectsV2Command({ Bucket: 'letters', Prefix: 'dead/' }));
    expect(Contents?.every(({ Key }) => Key?.endsWith('.dead-letters.jsonl'))).not.to.equal(false);
  });
});
