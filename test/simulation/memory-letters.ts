import { deadLettersIn } from '../../src/letters/dead-letters-in.ts';
import type { RunOptions } from '../../src/run.ts';
import { impatient } from './bad-bucket.ts';
import { BadDisk } from './bad-disk.ts';
import { ROOM } from './letter-schedule.ts';

export interface LetterSettings {
  /** Of the S3 that takes them. */
  readonly url: string;
  /** Where the fault is: `put`, `disk`, `line`, or where no letters are. */
  readonly place: string;
  readonly what: string;
  /** Hears of the faults of a disk. */
  readonly struck: () => void;
}

export interface Letters {
  readonly options: Pick<RunOptions, 'deadLetters' | 'rejects'>;
  /** The n-th run begins, from 0 on. */
  begin(run: number): void;
  close(): Promise<void>;
}

/** The dead letters of a process that ships one object while they are what fails; undefined: it keeps none. */
export function lettersDuring({ url, place, what, struck }: LetterSettings): Letters | undefined {
  if (place === 'disk') {
    const fault = { what, at: 0 };
    const disk = new BadDisk(
      { faults: [fault, undefined, fault], forever: undefined, maxBytes: ROOM, place: 'file' },
      struck,
    );
    return {
      options: { deadLetters: disk.store, rejects: 'dead-letter' },
      begin: (run) => disk.begin(run),
      close: () => disk.close(),
    };
  }
  if (place !== 'put' && place !== 'line') return undefined;
  const client = impatient(url, what === 'put stalled' ? 1000 : 30_000);
  const deadLetters = deadLettersIn('s3://letters/a-day', { retryDelayMs: 10, client: () => Promise.resolve(client) });
  return {
    options: { deadLetters, rejects: place === 'put' ? 'dead-letter' : 'ship' },
    begin: () => undefined,
    close() {
      client.destroy();
      return Promise.resolve();
    },
  };
}
