import type { Sink, SinkContext, SinkRun } from '../src/stage.ts';
import { ConnectionPool } from './connection-pool.ts';
import { Outbox } from './outbox.ts';
import { payloadOf, type Sendable } from './payload.ts';
import { aborted, addressOf, closed } from './tcp-errors.ts';
import { tcpSettings, type TcpOptions, type TcpSettings } from './tcp-options.ts';

export type { TcpOptions } from './tcp-options.ts';
export type { TlsOptions } from './tls-options.ts';

/**
 * Ships records as JSON lines over a few TCP or TLS connections, which live for one run. A batch stays whole and goes to the
 * connection that is free first, so order is kept within a connection; `connections: 1` keeps all of it.
 *
 * Delivery is proved: the receiver closed its side after we closed ours, so its process read to the end. It does not show
 * that the receiver stored anything, and behind a proxy it proves the proxy. What is not confirmed is kept, and goes out
 * again when a connection fails: duplicates rather than loss. What no connection confirms, however often it is sent, is left to
 * the dead letters of the run, where it keeps any. Throws ConfigError that lists every wrong option.
 */
export function tcp(options: TcpOptions): Sink {
  const settings = tcpSettings(options);
  return {
    name: 'tcp',
    passing: true,
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
  readonly #outbox: Outbox;
  #closing: Promise<void> | undefined;

  constructor(settings: TcpSettings, context: SinkContext) {
    this.#context = context;
    this.#to = addressOf(settings);
    this.#pool = new ConnectionPool(settings, {
      report: (event) => {
        context.report(event);
      },
      broken: (connection, breakage) => {
        this.#outbox.onBroken(connection, breakage);
      },
    });
    this.#outbox = new Outbox(settings, this.#pool, context);
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

  /** Settles once a free connection has taken the batch; before, it waits for room under `maxUnconfirmedBytes`. */
  async write(batch: Sendable): Promise<void> {
    this.#pool.signal.throwIfAborted();
    const encoded = batch.encode();
    if (encoded.bytes.length === 0) this.#outbox.ledger.pass(batch.end);
    else await this.#outbox.put(payloadOf(batch, encoded, this.#context.deadLetter !== undefined));
  }

  async flush(): Promise<void> {
    await this.#outbox.flush();
    const rest = this.#outbox.ledger.rest();
    if (rest !== undefined) this.#context.report(rest);
  }

  close(error?: Error): Promise<void> {
    this.#closing ??= this.#release(error ?? closed(this.#to));
    return this.#closing;
  }

  async #release(reason: Error): Promise<void> {
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    await this.#pool.close(reason);
    this.#outbox.leaveUnsent();
  }

  readonly #onAbort = (): void => {
    this.#pool.stop(aborted(this.#to, this.#context.signal.reason));
    for (const connection of this.#pool.connections) void connection.destroy();
  };
}
