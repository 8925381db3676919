/** What a request for the object, a connection to the receiver, a dial or a run can meet. */
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

/** Every kind, in the order of the tables. */
export const faultKinds: readonly string[] = [...requestFaults, ...connectionFaults, ...dialFaults, ...runFaults];

/** Faults by the place where they are met: the n-th is for the n-th request, connection, dial or run; undefined: none. */
export interface Faults {
  readonly requests: readonly (Fault | undefined)[];
  readonly connections: readonly (Fault | undefined)[];
  readonly dials: readonly (Fault | undefined)[];
  readonly runs: readonly (Fault | undefined)[];
}
