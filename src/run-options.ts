import { ConfigError } from './errors.ts';
import type { DeadLetterStore } from './letters/store.ts';
import type { RunEvent } from './stage.ts';

export const rejectUses = ['ship', 'drop', 'dead-letter', 'fail'] as const;

/** What stands for `progressTimeoutMs`: longer than S3 and a receiver are waited for by their own bounds. */
export const PROGRESS_TIMEOUT_MS = 300_000;

export interface RunOptions {
  /** Gives up now: the run rejects with AbortError. */
  readonly signal?: AbortSignal;
  /** Ends early: what was read is delivered, and the run resolves with the status `stopped`. */
  readonly stopping?: AbortSignal;
  /**
   * What becomes of rejects: shipped in their places (default), dropped and counted, left to the dead letters, or the first one
   * fails the run.
   */
  readonly rejects?: (typeof rejectUses)[number];
  /** Where what cannot be sent goes, and rejects that are to: see `deadLettersIn`. Default: nowhere; the run fails. */
  readonly deadLetters?: DeadLetterStore | undefined;
  /** More rejects than this fail the run. Default: no limit. */
  readonly maxRejects?: number;
  /**
   * How long, in milliseconds, no byte may be read, no batch go on and nothing be delivered; Infinity: for ever. Silence of a
   * live source, such as standard input, is none of it. Default: 300,000.
   */
  readonly progressTimeoutMs?: number;
  /** Hears what sources, stages and sinks report. */
  readonly onEvent?: (event: RunEvent) => void;
  /**
   * Hears how many lines were met, a batch at a time (parsed, skipped and rejected ones), and the position behind them, as
   * `upTo` of deliveries counts it.
   */
  readonly onLines?: (lines: number, upTo: number) => void;
}

/** The longest time that a timer knows. */
const LONGEST_MS = 2 ** 31 - 1;

/** Throws ConfigError that lists every option that is wrong. */
export function checkOptions(options: RunOptions): void {
  const { rejects = 'ship', maxRejects = Infinity, progressTimeoutMs = PROGRESS_TIMEOUT_MS } = options;
  const problems: string[] = [];
  if (!rejectUses.includes(rejects))
    problems.push(`\`rejects\` must be ship, drop, dead-letter or fail, got ${rejects}`);
  if (rejects === 'dead-letter' && options.deadLetters === undefined) {
    problems.push("`rejects: 'dead-letter'` needs `deadLetters`, a place for them");
  }
  if (maxRejects !== Infinity && !(Number.isSafeInteger(maxRejects) && maxRejects >= 0)) {
    problems.push(`\`maxRejects\` must be a whole number from 0 on, or Infinity, got ${maxRejects}`);
  }
  if (progressTimeoutMs !== Infinity && !(progressTimeoutMs >= 1 && progressTimeoutMs <= LONGEST_MS)) {
    problems.push(`\`progressTimeoutMs\` must be from 1 to ${LONGEST_MS}, or Infinity, got ${progressTimeoutMs}`);
  }
  if (problems.length > 0) throw new ConfigError(problems, { stage: 'run' });
}
