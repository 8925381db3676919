import { below, mulberry32, pick, type Random } from '../../src/testing/random.ts';
import { contentOf, type ContentSettings } from './content.ts';
import { connectionFaults, dialFaults, requestFaults, runFaults, type Fault, type Faults } from './faults.ts';
import { lettersOf, type LetterSchedule } from './letter-schedule.ts';

/** A bad day: an object, how it is shipped, and everything that goes wrong meanwhile. All of it comes from the seed. */
export interface Schedule {
  readonly seed: number;
  readonly content: ContentSettings;
  readonly faults: Faults;
  /** What every connection meets behind those of `faults`. Undefined: nothing, so that the object gets through. */
  readonly forever: 'never closed' | 'reset' | undefined;
  /** How many bytes of a body are sent at a time. */
  readonly pieceBytes: number;
  readonly flow: {
    /** Whether the format is to be found out. */
    readonly auto: boolean;
    readonly batchBytes: number;
    readonly shape: 'as it is' | 'filtered' | 'copied';
  };
  readonly sink: {
    readonly connections: number;
    readonly maxUnconfirmedBytes: number;
    readonly sendAttempts: number;
    readonly connectAttempts: number;
  };
  readonly readAttempts: number;
  /** Undefined: its runs keep no dead letters. */
  readonly letters: LetterSchedule | undefined;
  /** Whether a run that failed is followed by one from the beginning, as where the event is sent again. */
  readonly anew: boolean;
}

const FORMATS = ['elb', 'elb', 'alb', 'json', 'cloudfront', 'cloudtrail'] as const;

/** So few that they need but a handful of connections. */
const FEW_LINES = 30;

/** The bad day of this seed. */
export function scheduleOf(seed: number): Schedule {
  const letters = lettersOf(seed);
  return withReceiver(drawn(seed, letters), letters?.receiver);
}

/** With what only comes about where several things go wrong at once: see LetterSchedule. */
function withReceiver(schedule: Schedule, receiver: LetterSchedule['receiver']): Schedule {
  const { faults, sink, content, flow } = schedule;
  if (receiver === 'never closed') {
    return {
      ...schedule,
      faults: { ...faults, connections: Array.from({ length: 3 }, () => ({ what: receiver, at: 0 })) },
    };
  }
  if (receiver === undefined) return schedule;
  const stalled = { what: 'body stalled', at: Math.floor(contentOf(content, 1).length / 2) };
  return {
    ...schedule,
    forever: 'reset',
    faults: { ...faults, requests: [stalled], connections: [], dials: [] },
    sink: { ...sink, sendAttempts: 1 },
    flow: { ...flow, batchBytes: 1 + content.lines * 3 },
  };
}

function drawn(seed: number, letters: LetterSchedule | undefined): Schedule {
  const random = mulberry32(seed * 2_654_435_761);
  const from = (min: number, max: number): number => min + below(random, max - min + 1);
  let content: ContentSettings = {
    format: pick(random, FORMATS),
    lines: below(random, 20) === 0 ? from(301, 3000) : pick(random, [1, 2, from(1, 30), from(1, 300)]),
    seed,
    members: pick(random, [0, 0, 1, 1, 3]),
    oddEvery: pick(random, [0, 0, 5, 50]),
  };
  if (letters !== undefined) content = { ...content, oddEvery: letters.oddEvery ?? content.oddEvery };
  const stored = contentOf(content, 1).length;
  return {
    seed,
    content,
    faults: {
      requests: some(random, 4, () => ({ what: pick(random, requestFaults), at: within(random, stored) })),
      connections: some(random, 6, () => connectionFault(random, content.lines)),
      dials: some(random, 4, () => ({ what: pick(random, dialFaults), at: 0 })),
      runs: some(random, 3, () => ({ what: pick(random, runFaults), at: within(random, stored) })),
      letters: letters?.faults ?? [],
    },
    letters,
    forever: below(random, 25) === 0 ? pick(random, ['never closed', 'reset'] as const) : undefined,
    pieceBytes: pick(random, [97, 1000, 16_384, 65_536, 1_000_000]) + Math.floor(stored / 200),
    flow: {
      auto: below(random, 2) === 0,
      batchBytes: pick(random, [1, 300, 2000, 10_000, 262_144]) + content.lines * 3,
      shape: pick(random, ['as it is', 'as it is', 'filtered', 'copied'] as const),
    },
    sink: {
      connections: from(1, 3),
      maxUnconfirmedBytes: pick(random, [1, 3000, 20_000, 100_000, 8 << 20]) + content.lines * 20,
      sendAttempts: from(1, 5),
      connectAttempts: from(1, 3),
    },
    readAttempts: from(1, 4),
    anew: below(random, 4) === 0,
  };
}

/** Up to so many, of which some are none; mostly few. */
function some(random: Random, most: number, make: () => Fault): (Fault | undefined)[] {
  const count = below(random, 2) === 0 ? 0 : below(random, most + 1);
  return Array.from({ length: count }, () => (below(random, 3) === 0 ? undefined : make()));
}

/** A position in something of this length; its two ends are as likely as all between. */
function within(random: Random, length: number): number {
  return pick(random, [0, 1, length - 1, length, below(random, length), below(random, length), below(random, length)]);
}

/** Small numbers are as likely as large ones, of up to 128 KiB. */
function connectionFault(random: Random, lines: number): Fault {
  const drawn = pick(random, connectionFaults);
  // Every further connection of that run costs the 100 ms that the sink then waits.
  const what = drawn === 'half-closed at once' && lines > FEW_LINES ? 'reset' : drawn;
  if (what === 'slow') return { what, at: 1 + below(random, 40) };
  return { what, at: Math.floor(2 ** (random() * 17)) - 1 };
}
