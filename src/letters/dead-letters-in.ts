import type { S3Client } from '@aws-sdk/client-s3';
import { ConfigError } from '../errors.ts';
import { FileLetters } from './file-letters.ts';
import { S3Letters } from './s3-letters.ts';
import type { DeadLetterStore } from './store.ts';

/** What stands for `maxBytes`: twice what `maxUnconfirmedBytes` of records make as letters. */
export const MAX_LETTER_BYTES = 32 << 20;

export interface DeadLettersInOptions {
  /** More bytes of letters than this from one run fail it; for S3 they are held in memory. Default: 32 MiB. */
  readonly maxBytes?: number | undefined;
  /** Gives the client for S3, which is left open. Default: one of its own, for each run that has letters. */
  readonly client?: (() => Promise<S3Client>) | undefined;
  /** How often S3 is asked to take them; 1 does without a second time. Default: 5. */
  readonly putAttempts?: number;
  /** Wait after the first time that S3 did not, in milliseconds; doubles up to 5 s, with jitter. Default: 500. */
  readonly retryDelayMs?: number;
}

/**
 * Dead letters in S3 (`s3://bucket/prefix`), one object a run, or in a file that is added to, or in a directory, one file a
 * run. The names are `<date>/<origin>-<offset>-<run>.dead-letters.jsonl`. Throws ConfigError.
 */
export function deadLettersIn(
  place: string,
  { maxBytes = MAX_LETTER_BYTES, client, putAttempts = 5, retryDelayMs = 500 }: DeadLettersInOptions = {},
): DeadLetterStore {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/is.exec(place) ?? [];
  const problems = [
    ...(place === '' || (bucket === undefined && place.includes('://'))
      ? [`\`place\` must be s3://bucket/prefix or a path, got ${place}`]
      : []),
    ...Object.entries({ maxBytes, putAttempts })
      .filter(([, count]) => !(Number.isSafeInteger(count) && count >= 1))
      .map(([name, count]) => `\`${name}\` must be a whole number from 1 on, got ${count}`),
    ...(retryDelayMs >= 0 ? [] : [`\`retryDelayMs\` must be 0 or more, got ${retryDelayMs}`]),
  ];
  if (problems.length > 0) throw new ConfigError(problems, { stage: 'deadLettersIn' });
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const putting = { client, putAttempts, retryDelayMs };
  return {
    maxBytes,
    open: (name) =>
      bucket === undefined ? new FileLetters(place, name) : new S3Letters(bucket, `${folder}${name}`, putting),
  };
}
