import type { Batch, Encoded } from '../src/records.ts';
import type { Load } from './ledger.ts';

/** A batch as it is sent, kept until it is confirmed. */
export interface Payload {
  readonly load: Load;
  readonly data: Buffer;
  /** Gives the memory of `data` back: once, when it will not be sent again. */
  readonly release: () => void;
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

export function payloadOf({ start, end }: Pick<Batch, 'start' | 'end'>, encoded: Encoded): Payload {
  const { bytes, records, rejects, release = () => undefined } = encoded;
  const load = { records, rejects, bytes: bytes.length, start, end };
  const state = { load, attempts: 0, dueMs: 0 };
  if (bytes.length >= COPIED_BELOW_BYTES) return { ...state, data: bytes, release };
  const data = Buffer.from(bytes);
  release();
  return { ...state, data, release: () => undefined };
}
