import type { S3Client } from '@aws-sdk/client-s3';
import { Attempts } from '../sources/attempts.ts';
import { s3Client } from '../sources/s3-client.ts';
import { describeS3Write } from '../sources/s3-errors.ts';
import type { OpenDeadLetters } from './store.ts';

/** How letters are put: see DeadLettersInOptions. */
export interface PutSettings {
  /** Gives one that stays open. Undefined: one is made, and closed. */
  readonly client: (() => Promise<S3Client>) | undefined;
  readonly putAttempts: number;
  readonly retryDelayMs: number;
}

/** Letters in one object of S3: held in memory, and put there when the run ends. Kept means: S3 has answered that it has them. */
export class S3Letters implements OpenDeadLetters {
  readonly uri: string;
  readonly #bucket: string;
  readonly #key: string;
  readonly #settings: PutSettings;
  #held: Buffer[] = [];

  constructor(bucket: string, key: string, settings: PutSettings) {
    this.#bucket = bucket;
    this.#key = key;
    this.#settings = settings;
    this.uri = `s3://${bucket}/${key}`;
  }

  write(lines: Buffer): Promise<void> {
    this.#held.push(lines);
    return Promise.resolve();
  }

  async keep(signal: AbortSignal): Promise<void> {
    const body = Buffer.concat(this.#held);
    this.#held = [];
    const shared = this.#settings.client;
    const client = await (shared ?? s3Client)();
    try {
      await this.#put(client, body, signal);
    } finally {
      if (shared === undefined) client.destroy();
    }
  }

  abandon(): Promise<void> {
    this.#held = [];
    return Promise.resolve();
  }

  async #put(client: S3Client, body: Buffer, signal: AbortSignal): Promise<void> {
    const { PutObjectCommand } = await import('../sources/s3-sdk.ts');
    const place = { Bucket: this.#bucket, Key: this.#key };
    const { putAttempts, retryDelayMs } = this.#settings;
    const attempts = new Attempts(putAttempts, retryDelayMs);
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
