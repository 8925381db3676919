/** What a request to S3, a connection to the receiver, a dial or a run can meet. */
export interface Fault {
  readonly what: string;
  /** Where it strikes, in bytes of what is at hand; for `slow`, how many turns of the event loop it rests. */
  readonly at: number;
}

/** Of requests for the object. A replaced object goes unnoticed by a server that does not mind conditions. */
export const requestFaults = [
  'body cut',
  'body reset',
  'body stalled',
  'answer 500',
  'answer 503 SlowDown',
  'answer 429',
  'request reset',
  'range ignored',
  'object replaced',
  'object replaced unnoticed',
] as const;

/** Of connections that the receiver took. */
export const connectionFaults = [
  'reset',
  'reset after the last byte',
  'closed early',
  'half-closed at once',
  'stopped reading',
  'never closed',
  'slow',
] as const;

/** Of dials: nobody listens at the address, or at the first of two. */
export const dialFaults = ['refused', 'first address refused'] as const;

/**
 * Of runs: the time is up, or a caller gives up, once so many bytes were read, in a turn of its own or while that is told;
 * or at the first failure, the first time something is sent again, or the first delivery, while that is told.
 */
export const runFaults = [
  'stopped',
  'stopped while it is told',
  'stopped on a failure',
  'stopped on a delivery',
  'aborted',
  'aborted on a failure',
  'aborted on a delivery',
] as const;

/** Of requests that put dead letters into S3; the last is of the run, whose caller gives up while S3 has not answered. */
export const putFaults = [
  'put answered 500',
  'put answered 503 SlowDown',
  'put answered 403',
  'put reset before it was read',
  'put cut',
  'put stalled',
  'put kept, then reset',
  'given up while letters are put',
] as const;

/** Of a place for dead letters on disk, for as long as one run lasts. Nobody fails of a line that was torn off. */
export const diskFaults = ['disk full', 'path blocked', 'path not writable', 'line torn off'] as const;

/** Of one line: every connection over which it comes is reset when it has come. */
export const REFUSED = 'line refused';

/** Of runs that keep dead letters, in the order of the tables. */
export const letterFaults: readonly string[] = [REFUSED, ...putFaults, ...diskFaults];

/** Every kind, in the order of the tables. */
export const faultKinds: readonly string[] = [
  ...requestFaults,
  ...connectionFaults,
  ...dialFaults,
  ...runFaults,
  ...letterFaults,
];

/** Faults by the place where they are met: the n-th is for the n-th request, connection, dial or run; undefined: none. */
export interface Faults {
  readonly requests: readonly (Fault | undefined)[];
  readonly connections: readonly (Fault | undefined)[];
  readonly dials: readonly (Fault | undefined)[];
  readonly runs: readonly (Fault | undefined)[];
  /** Of dead letters: for the n-th request that puts some, or on disk for the n-th run. */
  readonly letters: readonly (Fault | undefined)[];
}
