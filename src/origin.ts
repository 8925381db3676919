import { createHash } from 'node:crypto';
import type { Checkpoint } from './checkpoint.ts';

/** Where the bytes of a run come from: known once the source has answered. */
export interface Origin {
  /** As a person would write it: `s3://bucket/key`, a path, or `-`. */
  readonly uri: string;
  /** Bytes the source will deliver, where it knows. */
  readonly size?: number | undefined;
  readonly bucket?: string;
  readonly key?: string;
  /** Of a file, absolute. */
  readonly path?: string;
  /** Tells one version of the content from another: as S3 returned it, quotes included; of a file, size and modification time. */
  readonly etag?: string;
  /** What the run goes on from: the bytes begin at `firstByteOf` it, and what it says was delivered is to be left out. */
  readonly resumed?: Checkpoint | undefined;
  /**
   * What makes a line's event id unique and repeatable: the same text for the same content on every retry. Absent for
   * stdin, whose lines get no ids.
   */
  readonly identity?: string;
  /** Where this is what dead letters say of their origin: see LetterOrigin. */
  readonly letter?: {
    readonly attempt: number;
    readonly format?: string | undefined;
    readonly header?: string | undefined;
  };
  /** True for input that somebody may be typing or tailing: batches go out when it falls silent. */
  readonly live?: boolean;
}

/** An origin for stages that run outside of a run, in tests and in `toTransform`. */
export const nowhere: Origin = { uri: 'memory:' };

const prefixes = new WeakMap<Origin, string>();

/** 16 base64url characters of SHA-256 over the origin's identity, and a hyphen; empty for an origin without one. */
export function eventIdPrefix(origin: Origin): string {
  if (origin.identity === undefined) return '';
  let prefix = prefixes.get(origin);
  if (prefix === undefined) {
    prefix = `${createHash('sha256').update(origin.identity).digest('base64url').slice(0, 16)}-`;
    prefixes.set(origin, prefix);
  }
  return prefix;
}
