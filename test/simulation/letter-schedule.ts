import { below, mulberry32, pick } from '../../src/testing/random.ts';
import { diskFaults, putFaults, type Fault } from './faults.ts';

/** The dead letters of a bad day. */
export interface LetterSchedule {
  /** A bucket of the S3 that has the object, or of another one; on disk a file that is added to, or a directory. */
  readonly place: 'same S3' | 'other S3' | 'file' | 'directory';
  readonly rejects: 'ship' | 'dead-letter';
  readonly maxBytes: number;
  readonly putAttempts: number;
  readonly faults: readonly (Fault | undefined)[];
  /** What every further request or run meets. Undefined: nothing. */
  readonly forever: string | undefined;
  /** The line that the receiver never takes, as a share of all of them. Undefined: it takes all. */
  readonly refused: number | undefined;
  /**
   * `silent`: it takes nothing, and S3 falls silent halfway, so that all that was read is with the letters, but is not all.
   * `never closed`: so are its first connections, of which nothing may become a letter.
   */
  readonly receiver: 'silent' | 'never closed' | undefined;
  /** In place of what the content has; undefined: as it is. */
  readonly oddEvery: number | undefined;
  /** Whether what was kept is sent again in the end, to a receiver that has no bad day. */
  readonly replayed: boolean;
}

/** Enough for all that a day makes, as is the default. */
export const ROOM = 32 << 20;

/** Those of this seed; one in two has some. They are drawn apart from the rest of the day. */
export function lettersOf(seed: number): LetterSchedule | undefined {
  const random = mulberry32(seed * 1_640_531_527 + 29);
  if (below(random, 2) === 0) return undefined;
  const place = pick(random, ['same S3', 'other S3', 'same S3', 'other S3', 'file', 'file', 'directory'] as const);
  const kinds = faultsAt(place);
  const fault = (): Fault => ({ what: pick(random, kinds), at: Math.floor(2 ** (random() * 12)) });
  const count = below(random, 4) === 0 ? 0 : 1 + below(random, 6);
  return {
    place,
    rejects: pick(random, ['ship', 'dead-letter', 'dead-letter'] as const),
    maxBytes: below(random, 5) === 0 ? pick(random, [600, 2000]) : ROOM,
    putAttempts: 1 + below(random, 4),
    faults: Array.from({ length: count }, () => (below(random, 4) === 0 ? undefined : fault())),
    forever: below(random, 8) === 0 ? fault().what : undefined,
    refused: below(random, 3) === 0 ? random() : undefined,
    oddEvery: below(random, 4) > 0 ? 4 : undefined,
    replayed: below(random, 2) === 0,
    receiver: (['silent', 'never closed'] as const)[below(random, 14)],
  };
}

function faultsAt(place: LetterSchedule['place']): readonly [string, ...string[]] {
  if (place === 'same S3' || place === 'other S3') return putFaults;
  // A directory has no last line, and its files have names that nobody knows before.
  return place === 'file' ? diskFaults : ['path blocked', 'path not writable'];
}
