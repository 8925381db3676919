import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { ConfigError } from '../errors.ts';
import type { OpenSource, Source, SourceContext } from '../stage.ts';
import { S3Body } from './s3-body.ts';
import { s3Client, type S3ClientOptions } from './s3-client.ts';
import { describeS3Error } from './s3-errors.ts';

export interface S3ObjectOptions {
  readonly bucket: string;
  /** As S3 knows it: decoded, no leading slash added. */
  readonly key: string;
  /** Used and left open, for many runs. Make it with `s3Client()`, for its time-outs. Default: one of its own for each run. */
  readonly client?: S3Client | undefined;
  /** For a client of its own. */
  readonly clientOptions?: S3ClientOptions | undefined;
  /** How long S3 may send nothing, in milliseconds, while more is asked for. Default: 30,000. */
  readonly silenceMs?: number;
}

/**
 * The bytes of one object, as they are stored. The event ids of its lines come from bucket, key and ETag.
 *
 * Throws ConfigError for an empty bucket or key. Opening it throws SourceError: ERR_SOURCE_NOT_FOUND for a missing bucket or
 * key, ERR_SOURCE_DENIED without permission or credentials, ERR_SOURCE for the rest. A body that ends short, breaks or falls
 * silent fails the stream with ERR_SOURCE, retryable. AbortError when the run was aborted.
 */
export function s3Object(options: S3ObjectOptions): Source {
  const problems = (['bucket', 'key'] as const).filter((name) => options[name] === '');
  if (problems.length > 0)
    throw new ConfigError(
      problems.map((name) => `\`${name}\` is empty`),
      { stage: 's3Object' },
    );
  const uri = `s3://${options.bucket}/${options.key}`;
  return { name: 's3Object', uri, open: (context) => open(options, uri, context) };
}

async function open(options: S3ObjectOptions, uri: string, { signal }: SourceContext): Promise<OpenSource> {
  const { bucket, key, client: shared, clientOptions, silenceMs = 30_000 } = options;
  let own: S3Client | undefined;
  try {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const client = shared ?? (own = await s3Client(clientOptions));
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    const { Body: body, ContentLength: size, ETag: etag } = answer;
    if (!(body instanceof Readable)) throw new TypeError('the client does not give Node streams');
    const release = (): void => own?.destroy();
    return {
      stream: new S3Body(body, { uri, size, signal, silenceMs, release }),
      origin: {
        uri,
        size,
        bucket,
        key,
        ...(etag === undefined ? {} : { etag, identity: JSON.stringify([bucket, key, etag]) }),
      },
    };
  } catch (error) {
    own?.destroy();
    throw describeS3Error(error, { bucket, key, uri, signal });
  }
}
