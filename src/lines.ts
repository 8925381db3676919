import type { Reject } from './records.ts';

/** Whole lines, each ended by LF, as `splitLines()` cuts them from the bytes of an object. */
export interface Lines {
  /** The bytes; the last one is LF, added where the object's last line has none. Empty when only `rejects` travel. */
  readonly bytes: Buffer;
  /** Position of `bytes[0]` in the decompressed object. */
  readonly offset: number;
  /** Position after everything this batch stands for, rejected lines included. */
  readonly end: number;
  /** Lines that are not in `bytes` because they exceed `maxLineBytes`, ordered by offset. */
  readonly rejects: readonly Reject[];
}
