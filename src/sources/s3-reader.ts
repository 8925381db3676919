import { Readable } from 'node:stream';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { FlumeError, SourceError } from '../errors.ts';
import type { SourceContext } from '../stage.ts';
import type { Attempts } from './attempts.ts';
import { describeS3Error, objectChanged, type Wanted } from './s3-errors.ts';

/** What one request gave of an object. */
export interface S3Part {
  readonly body: Readable;
  /** Bytes at the beginning of `body` that were not asked for. */
  readonly skip: number;
  /** Of the whole object, where S3 says it. */
  readonly size: number | undefined;
  readonly etag: string | undefined;
}

/** Requests for one object. What may pass is tried again, as often as `attempts` allows; each failure is reported. */
export class S3Reader {
  readonly #client: S3Client;
  readonly #wanted: Wanted;
  readonly #attempts: Attempts;
  readonly #report: SourceContext['report'];

  constructor(client: S3Client, wanted: Wanted, attempts: Attempts, report: SourceContext['report']) {
    this.#client = client;
    this.#wanted = wanted;
    this.#attempts = attempts;
    this.#report = report;
  }

  /**
   * The object from `position` on; with `etag`, only while it is still that one. Throws what `describeS3Error` makes of the
   * last failure, ERR_OBJECT_CHANGED where it is another object. `signal` ends the waiting, and the body too.
   */
  async open(position: number, etag: string | undefined, signal: AbortSignal): Promise<S3Part> {
    for (;;) {
      try {
        return await this.#request(position, etag, signal);
      } catch (thrown) {
        const tried = { position, attempts: this.#attempts.failed + 1 };
        const error = thrown instanceof FlumeError ? thrown : describeS3Error(thrown, this.#wanted, tried);
        if (signal.aborted || !error.retryable || !this.#attempts.mayFollowFailure()) throw error;
        this.#report({ type: 'readFailed', error });
        await this.#attempts.backOff(signal);
      }
    }
  }

  async #request(position: number, etag: string | undefined, signal: AbortSignal): Promise<S3Part> {
    const { GetObjectCommand } = await import('./s3-sdk.ts');
    const { bucket, key, uri } = this.#wanted;
    // One byte more than needed: a range that begins at the very end would be an error.
    const first = Math.max(0, position - 1);
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(position === 0 ? {} : { Range: `bytes=${first}-` }),
      ...(etag === undefined ? {} : { IfMatch: etag }),
    });
    const answer = await this.#client.send(command, { abortSignal: signal });
    const { Body: body, ETag } = answer;
    if (!(body instanceof Readable)) throw new TypeError('the client does not give Node streams');
    const refuse = (error: FlumeError): never => {
      // The body is of no use to anybody; what it says while it is destroyed is neither.
      body.on('error', () => undefined).destroy();
      throw error;
    };
    // Not every server minds the condition.
    if (etag !== undefined && ETag !== etag) refuse(objectChanged(this.#wanted));
    const { start, size } = extentOf(answer);
    if (start !== 0 && start !== first) {
      const message = `Cannot read ${uri}: S3 was asked for byte ${first} on and answered with byte ${start} on.`;
      refuse(new SourceError(message, { code: 'ERR_SOURCE', stage: 's3Object' }));
    }
    return { body, skip: position - start, size, etag: ETag };
  }
}

/** Where in the object the body begins, and how long the object is. A server that ignores ranges begins at the start. */
function extentOf({ ContentRange: range, ContentLength: length, $metadata }: GetObjectCommandOutput) {
  if ($metadata.httpStatusCode !== 206) return { start: 0, size: length };
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(range ?? '') ?? [];
  return { start: Number(start ?? Number.NaN), size: total === undefined ? undefined : Number(total) };
}
