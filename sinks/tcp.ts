import type { Records } from '../src/records.ts';
import type { Sink, SinkContext, SinkRun } from '../src/stage.ts';
import type { Connection } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import { Ledger } from './ledger.ts';
import { aborted, addressOf, broken, closed, unconfirmed, type Breakage } from './tcp-errors.ts';
import { tcpSettings, type TcpOptions, type TcpSettings } from './tcp-options.ts';

export type { TcpOptions } from './tcp-options.ts';

/**
 * Ships records as JSON lines over a few TCP connections, which live for one run. A batch stays whole and goes to the
 * connection that is free first, so order is kept within a connection; `connections: 1` keeps all of it.
 *
 * `flush` proves delivery: the receiver closed its side after we closed ours, so its process read to the end. It does
 * not show that the receiver stored anything, and behind a proxy it proves the proxy. Throws ConfigError that lists
 * every wrong option.
 */
export function tcp(options: TcpOptions): Sink {
  const settings = tcpSettings(options);
  return {
    name: 'tcp',
    async open(context) {
      const run = new TcpRun(settings, context);
      await run.connect();
      return run;
    },
  };
}

class TcpRun implements SinkRun {
  readonly #context: SinkContext;
  readonly #to: string;
  readonly #pool: ConnectionPool;
  readonly #ledger = new Ledger<Connection>();
  #flushing = false;
  #closing: Promise<void> | undefined;

  constructor(settings: TcpSettings, context: SinkContext) {
    this.#context = context;
    this.#to = addressOf(settings);
    this.#pool = new ConnectionPool(settings, {
      report: (event) => {
        context.report(event);
      },
      broken: (connection, breakage) => {
        this.#onBroken(connection, breakage);
      },
    });
    context.signal.addEventListener('abort', this.#onAbort);
  }

  /** Makes sure that somebody answers. Throws SinkError, or AbortError; nothing is left open then. */
  async connect(): Promise<void> {
    try {
      if (this.#context.signal.aborted) this.#onAbort();
      this.#pool.giveBack(await this.#pool.acquire());
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Settles once a free connection has taken the batch: with n connections, n batches are under way at most. */
  async write(batch: Pick<Records, 'start' | 'end' | 'encode'>): Promise<void> {
    this.#check();
    const { start, end } = batch;
    const { bytes, records, rejects, release } = batch.encode();
    if (bytes.length === 0) {
      this.#ledger.pass(end);
      return;
    }
    const connection = await this.#pool.acquire();
    // The signal may have aborted in the instant between.
    if (this.#pool.stopped !== undefined) {
      this.#pool.giveBack(connection);
      throw this.#pool.stopped;
    }
    this.#ledger.add(connection, { records, rejects, bytes: bytes.length, start, end });
    const room = connection.send(bytes, release);
    if (room === undefined) this.#pool.giveBack(connection);
    else
      void room.then(() => {
        this.#pool.giveBack(connection);
      });
  }

  async flush(): Promise<void> {
    this.#flushing = true;
    const outcomes = await Promise.all(this.#pool.connections.map((connection) => this.#finish(connection)));
    this.#check();
    const breakage = outcomes.find((outcome) => outcome !== undefined);
    if (breakage !== undefined) throw this.#worded(breakage);
    const rest = this.#ledger.rest();
    if (rest !== undefined) this.#context.report(rest);
  }

  close(error?: Error): Promise<void> {
    this.#closing ??= this.#release(error ?? closed(this.#to));
    return this.#closing;
  }

  async #release(reason: Error): Promise<void> {
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    await this.#pool.close(reason);
  }

  /** The first failure counts: everything that is called after it throws it. */
  #check(): void {
    if (this.#pool.stopped !== undefined) throw this.#pool.stopped;
  }

  async #finish(connection: Connection): Promise<Breakage | undefined> {
    if (!connection.carrying) {
      await connection.destroy();
      return undefined;
    }
    const breakage = await connection.finish();
    if (breakage === undefined) this.#context.report(this.#ledger.confirm(connection));
    return breakage;
  }

  #onBroken(connection: Connection, breakage: Breakage): void {
    // Nothing was lost with an unused connection: the next loan replaces it. A flush raises what it meets itself, after
    // the other connections had their chance to be confirmed.
    if (!connection.carrying || this.#flushing || this.#pool.stopped !== undefined) return;
    const failure = this.#worded(breakage);
    this.#pool.stop(failure);
    this.#context.fail(failure);
  }

  readonly #onAbort = (): void => {
    this.#pool.stop(aborted(this.#to, this.#context.signal.reason));
    for (const connection of this.#pool.connections) void connection.destroy();
  };

  #worded({ cause, phase }: Breakage): Error {
    const word = phase === 'closing' ? unconfirmed : broken;
    return word(this.#to, cause, this.#ledger.unconfirmed);
  }
}
