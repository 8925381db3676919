import { shown } from '../config-text.ts';
import { file } from '../sources/file.ts';
import { s3Client } from '../sources/s3-client.ts';
import { s3Object } from '../sources/s3.ts';
import { stdin } from '../sources/stdin.ts';
import type { Source } from '../stage.ts';

/** A source as the command line names it. */
export interface NamedSource {
  readonly uri: string;
  readonly source: Source;
}

export interface Sources {
  readonly sources: readonly NamedSource[];
  readonly problems: readonly string[];
  /** Closes what the sources share. */
  readonly close: () => void;
}

/** `s3://bucket/key`, a path, or `-`. Nothing is opened; the SDK is not even loaded before an object is read. */
export function sourcesFrom(words: readonly string[], endpointUrl: string | undefined): Sources {
  const clients = sharedClient(endpointUrl);
  const problems = [...problemsOf(words), ...endpointProblems(endpointUrl)];
  const sources = words.map((uri) => ({ uri, source: sourceOf(uri, clients.open) }));
  return { sources, problems, close: clients.close };
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

function endpointProblems(endpointUrl: string | undefined): readonly string[] {
  if (endpointUrl === undefined || (URL.canParse(endpointUrl) && /^https?:\/\/[^/]/i.test(endpointUrl))) return [];
  return [`--endpoint-url: must be http://host:port or https://…, not ${shown(endpointUrl)}`];
}

/** The key is taken as it stands, as the AWS command line does: no decoding. */
function s3Address(word: string): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key] = /^s3:\/\/([a-z0-9._-]+)\/(.+)$/is.exec(word) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

function sourceOf(word: string, client: () => ReturnType<typeof s3Client>): Source {
  if (word === '-') return stdin();
  const address = s3Address(word);
  if (address === undefined) return file(word);
  return {
    name: 's3Object',
    uri: word,
    open: async (context) => s3Object({ ...address, client: await client() }).open(context),
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
