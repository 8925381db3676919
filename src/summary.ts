import type { Checkpoint } from './checkpoint.ts';
import type { Failures } from './failures.ts';

export type { Failure, Failures } from './failures.ts';

/** `deadLettered`: the source was read to its end, and records that could not be sent are with the dead letters. */
export type RunStatus = 'completed' | 'deadLettered' | 'stopped' | 'failed' | 'aborted';

/**
 * What a run did with every line. It balances, whatever the status: encountered = parsed + failures.parsing + skipped;
 * parsed + added = sent + filtered + failures.transforming + failures.sending; shipped + dropped + deadLettered +
 * undelivered rejects = failures.parsing + failures.transforming. `sent` counts what the sink confirmed.
 */
export interface Summary {
  readonly source: string;
  readonly format?: string;
  readonly status: RunStatus;
  /** What did the byte work: `simd`, or `reference` and why; absent when no kernel was needed. */
  readonly kernel?: string;
  readonly durationMs: number;
  /**
   * Where to go on: of a run that was stopped, and of one that failed or was aborted after something had been delivered.
   * Absent where the source cannot tell its version, and where a stage gives bytes for bytes.
   */
  readonly checkpoint?: Checkpoint;
  readonly lines: {
    readonly encountered: number;
    readonly parsed: number;
    readonly skipped: number;
    readonly sent: number;
  };
  /** What stages added (`flatMap`) and left out (`filter`). */
  readonly records: { readonly added: number; readonly filtered: number };
  readonly rejects: {
    readonly shipped: number;
    readonly dropped: number;
    /** Kept as dead letters, because `rejects` says so or because they could not be sent. */
    readonly deadLettered: number;
    /** Met, but not confirmed by the sink, because the run ended before. */
    readonly undelivered: number;
  };
  readonly deadLetters: {
    /** Records that could not be sent and are kept; `failures.sending` counts them too. */
    readonly records: number;
    /** Of all letters, those of rejects included. */
    readonly bytes: number;
    /** Where they are, as `logflume replay` takes it; absent where there are none. */
    readonly uri?: string;
  };
  readonly bytes: { readonly read: number; readonly decompressed: number; readonly sent: number };
  /** What went out more than once, each time counted: so many duplicates the receiver may have, with the same event ids. */
  readonly resent: { readonly records: number; readonly rejects: number; readonly bytes: number };
  readonly connections: { readonly created: number; readonly destroyed: number };
  /** How often a read that had broken off went on where it was. */
  readonly reads: { readonly resumed: number };
  readonly failures: {
    readonly parsing: Failures;
    readonly transforming: Failures;
    /** Records that were parsed but that the sink did not confirm, also those that are with the dead letters. */
    readonly sending: Failures;
    readonly sockets: Failures;
    /** Reads that failed, also those that were tried again. */
    readonly reading: Failures;
  };
}
