import { messageOf } from '../src/errors.ts';
import type { SinkContext } from '../src/stage.ts';
import { sum, type Ledger } from './ledger.ts';
import type { Payload } from './payload.ts';

/** Payloads whose last attempt failed, with what it failed of. */
interface Aside {
  readonly payloads: readonly Payload[];
  readonly error: Error;
}

/**
 * What becomes of payloads that no connection confirms, where a run keeps dead letters. One whose last attempt failed is put
 * aside. When the receiver then confirms anything else, it is the payload that cannot be sent, and it is left to the dead
 * letters; when another one fails as often, or nothing else is on its way, it is the receiver.
 */
export class LastResort {
  readonly #ledger: Ledger;
  readonly #events: Pick<SinkContext, 'report' | 'deadLetter'>;
  /** All that is neither confirmed nor left to the dead letters, in the order it came. */
  readonly #unconfirmed = new Set<Payload>();
  #aside: Aside | undefined;

  constructor(ledger: Ledger, events: Pick<SinkContext, 'report' | 'deadLetter'>) {
    this.#ledger = ledger;
    this.#events = events;
  }

  /** Why something is aside, if anything is. */
  get error(): Error | undefined {
    return this.#aside?.error;
  }

  /** Bytes that are to be confirmed, without those put aside. */
  get bytesInFlight(): number {
    return this.#ledger.bytes - sum(this.#aside?.payloads.map(({ load }) => load) ?? []).bytes;
  }

  add(payload: Payload): void {
    this.#ledger.add(payload.load);
    this.#unconfirmed.add(payload);
  }

  /**
   * Whether the next attempt at a payload, of so many that were made, is the last one and not the first. It goes alone then:
   * others would fail with it.
   */
  goesAlone({ attempts }: Pick<Payload, 'attempts'>, sendAttempts: number): boolean {
    return this.#events.deadLetter !== undefined && attempts > 0 && attempts === sendAttempts - 1;
  }

  /** False: it is the receiver, as far as anybody can tell. */
  putAside(payloads: readonly Payload[], error: Error): boolean {
    if (this.#events.deadLetter === undefined || this.#aside !== undefined) return false;
    this.#aside = { payloads, error };
    return true;
  }

  /** The receiver has confirmed these. Gives the error with which the run must end, where the dead letters have no room. */
  confirmed(payloads: readonly Payload[]): Error | undefined {
    this.#events.report(this.#ledger.confirm(payloads.map(({ load }) => load)));
    for (const payload of payloads) this.#forget(payload);
    const aside = this.#aside;
    this.#aside = undefined;
    return aside === undefined || this.#leave(aside.payloads, aside.error) ? undefined : aside.error;
  }

  /** Nothing more can be sent, because of `error`. */
  leaveAll(error: Error): void {
    this.#leave([...this.#unconfirmed], error);
  }

  /** False: the dead letters have no room for all of it. */
  #leave(payloads: readonly Payload[], error: Error): boolean {
    const reason = messageOf(error);
    const left = payloads.filter((payload) => this.#events.deadLetter?.(payload.unsent(), reason) === true);
    for (const payload of left) this.#forget(payload);
    if (left.length > 0) this.#events.report(this.#ledger.leave(left.map(({ load }) => load)));
    return left.length === payloads.length;
  }

  #forget(payload: Payload): void {
    this.#unconfirmed.delete(payload);
    payload.release();
  }
}
