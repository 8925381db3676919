import type { ObjectCheckpoint } from '../checkpoint.ts';

/** An object to read, and what happened to it. */
export interface EventObject {
  readonly bucket: string;
  /** As S3 knows it, decoded. */
  readonly key: string;
  /** `ObjectCreated:Put`, `Object Created`; `continue` where another invocation left it to this one, `manual` where a person did. */
  readonly event: string;
  /** How many bytes it has, as it is stored. Absent where the event does not say. */
  readonly size?: number;
  /** How many invocations have left it so far. Default: 0. */
  readonly attempt?: number;
  /** Where to go on. Absent: at the beginning. */
  readonly checkpoint?: ObjectCheckpoint;
}

/** What there is nothing to read of: an object that was removed, tagged, restored … */
export interface PassedOver {
  /** `s3://bucket/key`, or whatever is known of where it comes from. */
  readonly source: string;
  readonly event: string;
  /** Absent where `event` says enough. */
  readonly reason?: string;
}

/** What an event, or a part of it, is about; both in its order. */
export interface Contents {
  readonly objects: readonly EventObject[];
  readonly passedOver: readonly PassedOver[];
}

export const nothing: Contents = { objects: [], passedOver: [] };

/** The contents of several parts as those of one. */
export function joined(parts: readonly Contents[]): Contents {
  return {
    objects: parts.flatMap(({ objects }) => objects),
    passedOver: parts.flatMap(({ passedOver }) => passedOver),
  };
}
