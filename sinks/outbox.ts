import { FlumeError } from '../src/errors.ts';
import { asError } from '../src/records.ts';
import type { SinkContext } from '../src/stage.ts';
import { backOffMs } from './back-off.ts';
import { Changes } from './changes.ts';
import { CloseTimeout, EarlyClose, type Breakage, type Connection } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { LastResort } from './last-resort.ts';
import { Ledger, sum } from './ledger.ts';
import type { Payload } from './payload.ts';
import { addressOf, broken, refused, unaccounted, unconfirmed } from './tcp-errors.ts';
import type { TcpSettings } from './tcp-options.ts';
import { isRefusal } from './tls-errors.ts';

/** Longer than a round trip and a process that wakes up take. */
const EARLY_CLOSE_GRACE_MS = 100;

/** `fail`: nothing more will be sent. Not called while a flush can throw the error itself. */
export type OutboxEvents = Pick<SinkContext, 'report' | 'fail' | 'deadLetter'>;

/**
 * Sends payloads over the connections of a pool and keeps each until it is confirmed. To have them confirmed, a connection
 * is closed and replaced when it has carried its share; what a connection that failed had not confirmed goes out again.
 */
export class Outbox {
  readonly ledger = new Ledger();
  readonly #settings: TcpSettings;
  readonly #pool: ConnectionPool;
  readonly #events: OutboxEvents;
  readonly #to: string;
  /** A connection is replaced when it has carried so many bytes: then what is on its way fits twice. */
  readonly #shareBytes: number;
  /** To be sent, in this order: what goes again comes first. */
  readonly #queue: Payload[] = [];
  /** What each connection was given and has not confirmed. */
  readonly #carried = new Map<Connection, Payload[]>();
  readonly #closing = new Map<Connection, Promise<void>>();
  readonly #changes = new Changes();
  /** Connections that have carried their share. */
  #retired = 0;
  readonly #lastResort: LastResort;
  /** Why nothing can be sent, where it was tried again and again. */
  #givenUp: Error | undefined;
  #sending = false;
  #flushing = false;
  /** Some connection of this run was confirmed: the receiver closes its side when it has read to the end. */
  #proved = false;
  /** Before our FIN: none, until a receiver of this run has closed early. */
  #graceMs = 0;

  constructor(settings: TcpSettings, pool: ConnectionPool, events: OutboxEvents) {
    this.#settings = settings;
    this.#pool = pool;
    this.#events = events;
    this.#lastResort = new LastResort(this.ledger, events);
    this.#to = addressOf(settings);
    const confirmed = settings.delivery === 'confirmed';
    this.#shareBytes = confirmed ? settings.maxUnconfirmedBytes / (2 * settings.connections) : Infinity;
    pool.signal.addEventListener('abort', () => this.#changes.notify(), { once: true });
  }

  /** Settles when a connection has taken it, which waits for room under `maxUnconfirmedBytes`. */
  async put(payload: Payload): Promise<void> {
    await this.#room(payload.data.length);
    this.#lastResort.add(payload);
    this.#queue.push(payload);
    this.#send();
    await this.#changes.until(() => this.#pool.signal.aborted || !this.#queue.includes(payload));
    this.#pool.signal.throwIfAborted();
  }

  /** Settles when everything is confirmed. Where that fails, each connection has had its chance before this throws. */
  async flush(): Promise<void> {
    this.#flushing = true;
    const { signal } = this.#pool;
    do {
      await this.#changes.until(() => signal.aborted || !this.#sending);
      const used = this.#pool.connections.filter((connection) => connection.carrying);
      await Promise.all(used.map((connection) => this.#retire(connection)));
      const { error, bytesInFlight } = this.#lastResort;
      if (error !== undefined && bytesInFlight === 0) this.#fail(error);
      // Each turn waits for a connection to close, or for what it did not confirm to be sent: without either it would not end.
      else if (used.length === 0 && !this.#sending && bytesInFlight > 0)
        this.#fail(unaccounted(this.#to, bytesInFlight));
    } while (!signal.aborted && this.ledger.bytes > 0);
    signal.throwIfAborted();
  }

  /** After the end: leaves what could not be sent to the dead letters, as far as they take it. */
  leaveUnsent(): void {
    if (this.#givenUp !== undefined) this.#lastResort.leaveAll(this.#givenUp);
  }

  /** A connection of the pool failed: what it had not confirmed goes out again, within bounds. */
  onBroken(connection: Connection, breakage: Breakage): void {
    const payloads = this.#carried.get(connection) ?? [];
    this.#carried.delete(connection);
    const { cause } = breakage;
    if (cause instanceof EarlyClose) this.#graceMs = EARLY_CLOSE_GRACE_MS;
    if (isRefusal(cause)) this.#fail(refused(this.#to, cause));
    // Nothing was lost with it: the next loan replaces it.
    if (payloads.length === 0 || this.#pool.signal.aborted) return;
    const attempts = Math.max(...payloads.map((payload) => payload.attempts));
    const lost = sum(payloads.map(({ load }) => load));
    if (cause instanceof CloseTimeout && !this.#proved) {
      this.#fail(unconfirmed(this.#to, cause, lost));
    } else if (attempts >= this.#settings.sendAttempts) {
      const error = broken(this.#to, breakage, lost, attempts);
      if (this.#lastResort.putAside(payloads, error)) this.#changes.notify();
      else this.#fail(error);
    } else {
      const dueMs = performance.now() + backOffMs(this.#settings.retryDelayMs, attempts);
      for (const payload of payloads) payload.dueMs = dueMs;
      this.#queue.unshift(...payloads);
      this.#send();
    }
  }

  async #room(bytes: number): Promise<void> {
    const { maxUnconfirmedBytes } = this.#settings;
    const { signal } = this.#pool;
    const onItsWay = (): number => this.#lastResort.bytesInFlight;
    while (onItsWay() > 0 && onItsWay() + bytes > maxUnconfirmedBytes && !signal.aborted) {
      // Nothing is on its way to be confirmed: what the connections hold so far has to be.
      if (this.#closing.size === 0 && !this.#sending && this.#settings.delivery === 'confirmed') {
        for (const connection of this.#carried.keys()) void this.#retire(connection);
      }
      await this.#changes.next();
    }
    signal.throwIfAborted();
  }

  /** Sends what is queued, one payload after the other; does nothing where that is under way. */
  #send(): void {
    if (this.#sending) return;
    this.#sending = true;
    const ended = (): void => {
      this.#sending = false;
      this.#changes.notify();
    };
    this.#sendQueued().then(ended, (thrown: unknown) => {
      this.#fail(asError(thrown));
      ended();
    });
  }

  async #sendQueued(): Promise<void> {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const waitMs = next.dueMs - performance.now();
      if (waitMs > 0) {
        await this.#pool.pause(waitMs);
        continue;
      }
      const connection = await this.#pool.acquire();
      // What goes again may have come in front of it meanwhile.
      const payload = this.#queue[0] ?? next;
      const alone = this.#lastResort.goesAlone(payload, this.#settings.sendAttempts);
      if (alone && connection.carrying) {
        await this.#retire(connection);
        this.#pool.giveBack(connection);
        continue;
      }
      this.#queue.shift();
      this.#hand(payload, connection, alone);
      this.#changes.notify();
    }
  }

  /** An `alone` payload is the last that its connection carries. */
  #hand(payload: Payload, connection: Connection, alone: boolean): void {
    const { records, rejects, bytes } = payload.load;
    payload.attempts += 1;
    if (payload.attempts > 1) this.#events.report({ type: 'resent', to: this.#to, records, rejects, bytes });
    const carried = this.#carried.get(connection) ?? [];
    carried.push(payload);
    this.#carried.set(connection, carried);
    const room = connection.send(payload.data, () => {
      if (this.#settings.delivery === 'written') this.#confirm(connection, [payload]);
    });
    const full = connection.taken >= this.#share() || alone;
    if (full) this.#retired += 1;
    const handed = (): void => {
      const closed = full ? this.#retire(connection) : undefined;
      // With one connection, its successor begins when everything before has been read: that keeps the order.
      if (closed === undefined || this.#settings.connections > 1) this.#pool.giveBack(connection);
      else void closed.then(() => this.#pool.giveBack(connection));
    };
    if (room === undefined) handed();
    else void room.then(handed);
  }

  /**
   * What a connection carries before it is replaced. The first ones carry less, each a part of the way: else all would be
   * full at the same time, and nobody would send while they are replaced.
   */
  #share(): number {
    const { connections } = this.#settings;
    return this.#shareBytes * Math.min(1, (this.#retired + 1) / connections);
  }

  /** Closes a connection for what it carries to be confirmed. Settles when it is closed; never rejects. */
  #retire(connection: Connection): Promise<void> {
    const closing = this.#closing.get(connection) ?? this.#finish(connection);
    this.#closing.set(connection, closing);
    return closing;
  }

  async #finish(connection: Connection): Promise<void> {
    if (this.#settings.delivery === 'written') await connection.leave();
    else if ((await connection.finish(this.#graceMs)) === undefined) {
      this.#proved = true;
      this.#confirm(connection, this.#carried.get(connection) ?? []);
    }
    this.#closing.delete(connection);
    this.#changes.notify();
  }

  #confirm(connection: Connection, payloads: readonly Payload[]): void {
    const left = (this.#carried.get(connection) ?? []).filter((payload) => !payloads.includes(payload));
    if (left.length === 0) this.#carried.delete(connection);
    else this.#carried.set(connection, left);
    const error = this.#lastResort.confirmed(payloads);
    if (error !== undefined) this.#fail(error);
    this.#changes.notify();
  }

  /** The first failure counts: everything that is called after it throws it. */
  #fail(error: Error): void {
    if (this.#pool.signal.aborted) return;
    // A receiver that TLS does not agree with, or that never closes, was not tried again and again.
    if (error instanceof FlumeError && error.retryable && !(error.cause instanceof CloseTimeout && !this.#proved)) {
      this.#givenUp = error;
    }
    this.#pool.stop(error);
    if (!this.#flushing) this.#events.fail(error);
  }
}
