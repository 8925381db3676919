import type { Encoded, Records } from '../src/records.ts';
import type { Unsent } from '../src/stage.ts';
import type { Load } from './ledger.ts';

/** A batch as it is sent, kept until it is confirmed. */
export interface Payload {
  readonly load: Load;
  readonly data: Buffer;
  /** Gives the memory of `data` back: once, when it will not be sent again. */
  readonly release: () => void;
  /** What it is, for the dead letters. */
  readonly unsent: () => Unsent;
  /** How often it was given to a connection. */
  attempts: number;
  /** When it may go next, by `performance.now()`. */
  dueMs: number;
}

/**
 * Smaller ones are copied, and their memory given back at once: it is lent in blocks of 64 KiB or more, and a live source makes
 * thousands of small batches before a connection is full.
 */
const COPIED_BELOW_BYTES = 64 << 10;

/** What of a batch a payload is made of. */
export type Sendable = Pick<Records, 'start' | 'end' | 'encode' | 'origin' | 'places'>;

/** With `mayBeLeft`, the batch is kept for what the dead letters have to know of it. */
export function payloadOf(batch: Sendable, encoded: Encoded, mayBeLeft: boolean): Payload {
  const { start, end, origin } = batch;
  const { bytes, records, rejects, release = () => undefined } = encoded;
  const load = { records, rejects, bytes: bytes.length, start, end };
  const small = bytes.length < COPIED_BELOW_BYTES;
  const data = small ? Buffer.from(bytes) : bytes;
  if (small) release();
  // What holds a batch holds the bytes that it was read from: for a small one, the places are less.
  const places = mayBeLeft && small ? batch.places() : [];
  const kept = mayBeLeft && !small ? batch : undefined;
  return {
    load,
    data,
    release: small ? () => undefined : release,
    unsent: () => ({ origin, bytes: data, places: kept?.places() ?? places }),
    attempts: 0,
    dueMs: 0,
  };
}
