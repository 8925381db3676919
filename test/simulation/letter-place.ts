import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeadLetterStore } from '../../src/letters/store.ts';
import type { Source } from '../../src/stage.ts';
import { BadBucket } from './bad-bucket.ts';
import { BadDisk } from './bad-disk.ts';
import type { LetterSchedule } from './letter-schedule.ts';

/** Where the dead letters of a bad day go. */
export interface LetterPlace {
  readonly store: DeadLetterStore;
  /** Resolves when letters can come, and go wrong. `url` is where the S3 listens that has the object. */
  open(url: string): Promise<void>;
  /** Takes requests for letters that come to that S3. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => void;
  /** A run begins, the n-th from 0 on. `giveUp` is what its caller does who has waited long enough. */
  begin(run: number, giveUp: () => void): void;
  /** Whether the present run wanted letters kept, and was last told that they are not, or was told nothing. */
  readonly failed: boolean;
  /** Whether a run may have given up an answer that was only late. */
  readonly hasty: boolean;
  /** What the present run kept there; undefined: nothing. */
  kept(uri: string): Buffer | undefined;
  /** All that is there, for a replay. */
  source(uri: string): Source;
  close(): Promise<void>;
}

/** The place that a schedule wants. `struck` hears of each fault that came about. */
export function letterPlace(
  schedule: LetterSchedule | undefined,
  struck: (what: string) => void,
): LetterPlace | undefined {
  if (schedule === undefined) return undefined;
  const { place } = schedule;
  if (place === 'file' || place === 'directory') return new BadDisk({ ...schedule, place }, struck);
  return new BadBucket(schedule, place === 'same S3', struck);
}
