/** Where dead letters go: a description, of which each run that has any opens its own part. */
export interface DeadLetterStore {
  /** More bytes of letters than this from one run fail it. */
  readonly maxBytes: number;
  /**
   * Called when a run has its first letter. `name` is a relative path that no other run has. Nothing need be touched before
   * the first write.
   */
  open(name: string): OpenDeadLetters;
}

/** The letters of one run. Calls never overlap. */
export interface OpenDeadLetters {
  /** Where they are, as `logflume replay` takes it. */
  readonly uri: string;
  /** Takes whole lines. Settles when more may come. Rejects where they cannot be written. */
  write(lines: Buffer): Promise<void>;
  /** Called once, last. Settles when all is kept; rejects where that cannot be. Gives up when `signal` fires. */
  keep(signal: AbortSignal): Promise<void>;
  /** Called in place of `keep` by a run that was aborted: releases everything. Never rejects. */
  abandon(): Promise<void>;
}
