import type { S3Client } from '@aws-sdk/client-s3';
import { Attempts } from '../sources/attempts.ts';
import { s3Client } from '../sources/s3-client.ts';
import { describeS3Write } from '../sources/s3-errors.ts';
import type { OpenDeadLetters } from './store.ts';

const ATTEMPTS = 5;
const RETRY_DELAY_MS = 500;

/** Letters in one object of S3: held in memory, and put there when the run ends. Kept means: S3 has answered that it has them. */
export class S3Letters implements OpenDeadLetters {
  readonly uri: string;
  readonly #bucket: string;
  readonly #key: string;
  readonly #client: (() => Promise<S3Client>) | undefined;
  #held: Buffer[] = [];

  /** `client` gives one that stays open; without it one is made, and closed. */
  constructor(bucket: string, key: string, client: (() => Promise<S3Client>) | undefined) {
    this.#bucket = bucket;
    this.#key = key;
    this.#client = client;
    this.uri = `s3://${bucket}/${key}`;
  }

  write(lines: Buffer): Promise<void> {
    this.#held.push(lines);
    return Promise.resolve();
  }

  async keep(signal: AbortSignal): Promise<void> {
    const body = Buffer.concat(this.#held);
    this.#held = [];
    const client = await (this.#client ?? s3Client)();
    try {
      await this.#put(client, body, signal);
    } finally {
      if (this.#client === undefined) client.destroy();
    }
  }

  abandon(): Promise<void> {
    this.#held = [];
    return Promise.resolve();
  }

  async #put(client: S3Client, body: Buffer, signal: AbortSignal): Promise<void> {
    const { PutObjectCommand } = await import('../sources/s3-sdk.ts');
    const place = { Bucket: this.#bucket, Key: this.#key };
    const attempts = new Attempts(ATTEMPTS, RETRY_DELAY_MS);
    for (;;) {
      try {
        const command = new PutObjectCommand({ ...place, Body: body, ContentType: 'application/x-ndjson' });
        await client.send(command, { abortSignal: signal });
        return;
      } catch (thrown) {
        const wanted = { bucket: this.#bucket, key: this.#key, uri: this.uri, signal };
        const error = describeS3Write(thrown, wanted, attempts.failed + 1);
        if (!error.retryable || signal.aborted || !attempts.mayFollowFailure()) throw error;
        await attempts.backOff(signal);
      }
    }
  }
}
