import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { firstByteOf, type Checkpoint, type ObjectCheckpoint } from '../checkpoint.ts';
import { ConfigError, FlumeError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import type { OpenSource, Source, SourceContext } from '../stage.ts';
import { Attempts } from './attempts.ts';
import { Life } from './life.ts';
import { S3Body } from './s3-body.ts';
import { s3Client, type S3ClientOptions } from './s3-client.ts';
import { describeS3Error } from './s3-errors.ts';
import { S3Reader, type S3Part } from './s3-reader.ts';

export interface S3ReadOptions {
  /** Used and left open, for many runs. Make it with `s3Client()`, for its time-outs. Default: one of its own for each run. */
  readonly client?: S3Client | undefined;
  /** For a client of its own. */
  readonly clientOptions?: S3ClientOptions | undefined;
  /** How long S3 may send nothing, in milliseconds, while more is asked for. Default: 30,000. */
  readonly silenceMs?: number;
  /** Attempts in a row that bring not one byte, before the read is given up; 1 does without a second. Default: 5. */
  readonly readAttempts?: number;
  /** Wait after the first failed attempt, in milliseconds; doubles up to 5 s, with jitter. Default: 500. */
  readonly retryDelayMs?: number;
}

export interface S3ObjectOptions extends S3ReadOptions {
  readonly bucket: string;
  /** As S3 knows it: decoded, no leading slash added. */
  readonly key: string;
  /** Goes on from here, in the same version of this object. Default: from the beginning, in the present version. */
  readonly resume?: ObjectCheckpoint | undefined;
}

/**
 * The bytes of one object, as they are stored. The event ids of its lines come from bucket, key and ETag. A read that breaks
 * off, stalls, ends short or is refused for now goes on where it was, in the same version of the object.
 *
 * Throws ConfigError for wrong options. Opening it throws SourceError: ERR_SOURCE_NOT_FOUND for a missing bucket or key,
 * ERR_SOURCE_DENIED without permission or credentials, ERR_OBJECT_CHANGED where `resume` is of another version, ERR_SOURCE
 * for the rest; the stream fails with the same, where they come up later. AbortError when the run was aborted. Where the run
 * is stopped before S3 has answered, the source is empty.
 */
export function s3Object(options: S3ObjectOptions): Source {
  const problems = problemsOf(options);
  if (problems.length > 0) throw new ConfigError(problems, { stage: 's3Object' });
  const uri = `s3://${options.bucket}/${options.key}`;
  return { name: 's3Object', uri, open: (context) => open(options, uri, context) };
}

function problemsOf({ bucket, key, resume, readAttempts = 5, retryDelayMs = 500 }: S3ObjectOptions): readonly string[] {
  const other = resume !== undefined && (resume.bucket !== bucket || resume.key !== key);
  return [
    ...(bucket === '' ? ['`bucket` is empty'] : []),
    ...(key === '' ? ['`key` is empty'] : []),
    ...(other ? [`\`resume\` is of s3://${resume.bucket}/${resume.key}`] : []),
    ...(Number.isSafeInteger(readAttempts) && readAttempts >= 1
      ? []
      : [`\`readAttempts\` must be a whole number from 1 on, got ${readAttempts}`]),
    ...(retryDelayMs >= 0 ? [] : [`\`retryDelayMs\` must be 0 or more, got ${retryDelayMs}`]),
  ];
}

async function open(options: S3ObjectOptions, uri: string, context: SourceContext): Promise<OpenSource> {
  const { bucket, key, resume, silenceMs = 30_000, readAttempts = 5, retryDelayMs = 500 } = options;
  const { signal, stopping } = context;
  const report: SourceContext['report'] = (event) => context.report(event);
  const wanted = { bucket, key, uri, signal };
  const attempts = new Attempts(readAttempts, retryDelayMs);
  const position = firstByteOf(resume);
  const life = new Life(signal, stopping);
  let own: S3Client | undefined;
  try {
    const client = options.client ?? (own = await s3Client(options.clientOptions));
    const reader = new S3Reader(client, wanted, attempts, report);
    const part = await reader.open(position, resume?.etag, life.signal);
    life.opened();
    const reopen = (from: number): Promise<S3Part> => reader.open(from, part.etag, life.signal);
    const stream = new S3Body(part, {
      ...{ uri, position, silenceMs, attempts, report, life },
      // Without an ETag nobody could tell whether it is the same object.
      reopen: part.etag === undefined ? undefined : reopen,
      release: () => {
        life.leave();
        own?.destroy();
      },
    });
    return { stream, origin: originOf(part, { uri, bucket, key }, resume) };
  } catch (error) {
    life.leave();
    own?.destroy();
    if (stopping?.aborted === true && !signal.aborted)
      return { stream: Readable.from([]), origin: { uri, bucket, key } };
    throw error instanceof FlumeError ? error : describeS3Error(error, wanted, { position, attempts: 1 });
  }
}

function originOf({ etag, size }: S3Part, known: Pick<Origin, 'uri' | 'bucket' | 'key'>, resumed?: Checkpoint): Origin {
  const { bucket, key } = known;
  return {
    ...known,
    size: size === undefined ? undefined : size - firstByteOf(resumed),
    ...(etag === undefined ? {} : { etag, identity: JSON.stringify([bucket, key, etag]) }),
    ...(resumed === undefined ? {} : { resumed }),
  };
}
