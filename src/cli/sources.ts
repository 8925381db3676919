import type { S3Client } from '@aws-sdk/client-s3';
import { uriOf, type Checkpoint } from '../checkpoint.ts';
import { shown } from '../config-text.ts';
import { file } from '../sources/file.ts';
import { fromCheckpoint } from '../sources/from-checkpoint.ts';
import { s3Client } from '../sources/s3-client.ts';
import { s3Object, type S3ReadOptions } from '../sources/s3.ts';
import { stdin } from '../sources/stdin.ts';
import type { Source } from '../stage.ts';
import { endpointProblems } from './endpoint.ts';
import { checkpointsFrom } from './resume.ts';

/** A source as the command line names it. */
export interface NamedSource {
  readonly uri: string;
  readonly source: Source;
}

export interface Sources {
  readonly sources: readonly NamedSource[];
  readonly problems: readonly string[];
  /** The client that the sources share, made when it is first asked for. */
  readonly client: () => Promise<S3Client>;
  /** Closes what the sources share. */
  readonly close: () => void;
}

export interface SourcesOptions {
  readonly endpointUrl: string | undefined;
  /** What stands for checkpoints: see `checkpointsFrom`. */
  readonly resume: readonly string[];
  readonly readAttempts: number | undefined;
}

/**
 * What checkpoints leave, then `s3://bucket/key`, a path, or `-`. Nothing is opened; the SDK is not even loaded before an
 * object is read.
 */
export function sourcesFrom(words: readonly string[], options: SourcesOptions): Sources {
  const { endpointUrl, readAttempts } = options;
  const clients = sharedClient(endpointUrl);
  const reading = async (): Promise<S3ReadOptions> => ({
    client: await clients.open(),
    ...(readAttempts === undefined ? {} : { readAttempts }),
  });
  const resumed = checkpointsFrom(options.resume);
  const none = options.resume.length > 0 && words.length === 0;
  const problems = [...(none ? [] : problemsOf(words)), ...resumed.problems, ...endpointProblems(endpointUrl)];
  const sources = [
    ...resumed.checkpoints.map((checkpoint) => ({ uri: uriOf(checkpoint), source: restOf(checkpoint, reading) })),
    ...words.map((uri) => ({ uri, source: sourceOf(uri, reading) })),
  ];
  return { sources, problems, client: clients.open, close: clients.close };
}

const KINDS = 's3://bucket/key, a path, or - for standard input';

function problemsOf(words: readonly string[]): readonly string[] {
  const wrong = words
    .filter((word) => word === '' || (word.includes('://') && s3Address(word) === undefined))
    .map((word) => `${shown(word)} is no source; a source is ${KINDS}`);
  const none = words.length === 0 ? [`name a source: ${KINDS}`] : [];
  const twice = words.filter((word) => word === '-').length > 1 ? ['standard input (-) can be read only once'] : [];
  return [...none, ...wrong, ...twice];
}

/** The key is taken as it stands, as the AWS command line does: no decoding. */
function s3Address(word: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key] = /^s3:\/\/([a-z0-9._-]+)\/(.+)$/is.exec(word) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

function sourceOf(word: string, reading: () => Promise<S3ReadOptions>): Source {
  if (word === '-') return stdin();
  const address = s3Address(word);
  if (address === undefined) return file(word);
  return {
    name: 's3Object',
    uri: word,
    open: async (context) => s3Object({ ...address, ...(await reading()) }).open(context),
  };
}

function restOf(checkpoint: Checkpoint, reading: () => Promise<S3ReadOptions>): Source {
  if ('path' in checkpoint) return fromCheckpoint(checkpoint);
  return {
    name: 's3Object',
    uri: uriOf(checkpoint),
    open: async (context) => fromCheckpoint(checkpoint, await reading()).open(context),
  };
}

/** One client for all objects of a command, made when the first of them is read. */
function sharedClient(endpointUrl: string | undefined) {
  let client: ReturnType<typeof s3Client> | undefined;
  return {
    open: () => (client ??= s3Client({ endpointUrl })),
    close: () => void client?.then((made) => made.destroy()).catch(() => undefined),
  };
}
