import { createPool, type Pool } from 'generic-pool';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunEvent } from '../src/stage.ts';
import { Addresses } from './addresses.ts';
import { backOffMs } from './back-off.ts';
import { Connection, type Breakage } from './connection.ts';
import { dial } from './dial.ts';
import { addressOf, refused, unreachable } from './tcp-errors.ts';
import type { TcpSettings } from './tcp-options.ts';
import { isRefusal } from './tls-errors.ts';

export interface PoolEvents {
  report(event: RunEvent): void;
  broken(connection: Connection, breakage: Breakage): void;
}

/** A dial that failed, in the guise of a resource: see `#create`. */
class FailedDial {
  readonly error: Error;
  constructor(error: Error) {
    this.error = error;
  }
}

type Held = Connection | FailedDial;

/**
 * Up to `connections` connections to one receiver, held by generic-pool, for one run; one that was given back while it is
 * closing makes room for another, and closes by itself. Lives with that library's hazards:
 * it retries a failing `create` for ever, swaps resources in silence when it tests them, and may never finish draining.
 * Calls to `acquire` must not overlap.
 */
export class ConnectionPool {
  readonly #settings: TcpSettings;
  readonly #events: PoolEvents;
  readonly #to: string;
  readonly #pool: Pool<Held>;
  readonly #connections = new Set<Connection>();
  readonly #stop = new AbortController();
  readonly #addresses: Addresses;
  #attempt = 1;

  constructor(settings: TcpSettings, events: PoolEvents) {
    this.#settings = settings;
    this.#events = events;
    this.#to = addressOf(settings);
    this.#addresses = new Addresses(settings.lookup);
    this.#pool = createPool(
      {
        create: () => this.#create(),
        destroy: (held) => (held instanceof Connection && !held.closing ? held.destroy() : Promise.resolve()),
      },
      {
        max: settings.connections,
        // A used connection that died must surface as a failure; a test on loan would swap it in silence.
        testOnBorrow: false,
        // A backstop: whoever holds a connection is bounded by `writeTimeoutMs`, a dial by `connectTimeoutMs`.
        acquireTimeoutMillis: settings.connectTimeoutMs + settings.writeTimeoutMs,
      },
    );
  }

  /** Aborted by `stop`, with its reason. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Connections that are up, lent and closing ones included. */
  get connections(): readonly Connection[] {
    return [...this.#connections];
  }

  /**
   * Borrows a usable connection: an idle one, else a new one where there is room, else the first that is given back.
   * Throws SinkError with the true cause after `connectAttempts` failed dials, or at once where TLS makes more of them
   * useless; the reason of `stop` at once.
   */
  async acquire(): Promise<Connection> {
    const started = performance.now();
    for (let attempt = 1; ;) {
      this.#attempt = attempt;
      const held = await this.#borrow();
      if (held instanceof Connection && held.usable && !this.signal.aborted) return held;
      this.giveBack(held);
      this.signal.throwIfAborted();
      // An idle connection that ended before it carried anything costs nothing: take another one.
      if (held instanceof Connection) continue;
      if (isRefusal(held.error)) throw refused(this.#to, held.error);
      if (attempt >= this.#settings.connectAttempts) {
        throw unreachable(this.#to, held.error, attempt, performance.now() - started);
      }
      await this.pause(backOffMs(this.#settings.retryDelayMs, attempt++));
    }
  }

  /** Waits; throws the reason of `stop` at once when that is called. */
  async pause(ms: number): Promise<void> {
    // Its rejection only says that it was cut short.
    await wait(ms, undefined, { signal: this.signal }).catch(() => undefined);
    this.signal.throwIfAborted();
  }

  /** Ends a loan. What is of no more use leaves the pool. */
  giveBack(held: Held): void {
    const usable = held instanceof Connection && held.usable;
    // Neither promise rejects for a resource that is on loan.
    void (usable ? this.#pool.release(held) : this.#pool.destroy(held));
  }

  /** Makes the present and every later `acquire` throw `reason`; ends dials and back-off at once. The first one counts. */
  stop(reason: Error): void {
    this.#stop.abort(reason);
  }

  /** Stops, and destroys every connection. Resolves when all sockets are closed; never rejects, never hangs. */
  async close(reason: Error): Promise<void> {
    this.stop(reason);
    await Promise.all(this.connections.map((connection) => connection.destroy()));
    const deadline = new AbortController();
    await Promise.race([
      // Waits for a dial that is being given up; it settles only once every loan is back.
      this.#pool.drain().then(() => this.#pool.clear()),
      wait(this.#settings.closeTimeoutMs, undefined, deadline).catch(() => undefined),
    ]);
    deadline.abort();
  }

  /** Never rejects: generic-pool would dial again at once, for ever, and keep the cause to itself. */
  async #create(): Promise<Held> {
    try {
      const socket = await dial(this.#settings, this.#addresses, this.signal);
      const connection = new Connection(socket, this.#settings, {
        broken: (broken, breakage) => {
          this.#addresses.blame(broken.address);
          this.#events.report({ type: 'socketFailed', to: this.#to, error: breakage.cause });
          this.#events.broken(broken, breakage);
        },
        closed: (gone) => {
          this.#connections.delete(gone);
          this.#events.report({ type: 'disconnected', from: this.#to });
        },
      });
      this.#connections.add(connection);
      this.#events.report({ type: 'connected', to: this.#to, attempts: this.#attempt });
      return connection;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (!this.signal.aborted) this.#events.report({ type: 'socketFailed', to: this.#to, error });
      return new FailedDial(error);
    }
  }

  async #borrow(): Promise<Held> {
    for (;;) {
      try {
        return await this.#pool.acquire();
      } catch (error) {
        this.signal.throwIfAborted();
        // Every connection is full, but takes bytes, or its own time-out would have ended it: go on waiting.
        if (this.#pool.borrowed === 0) throw error;
      }
    }
  }
}
