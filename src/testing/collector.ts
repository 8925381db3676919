import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { Inlet, type CollectorMode, type CollectorOptions } from './inlet.ts';

export type { CollectorMode, CollectorOptions } from './inlet.ts';

/**
 * Starts a TCP server on 127.0.0.1 for tests of what ships over TCP. It can behave
 * as badly as real receivers do: see CollectorMode. Call `close()` in the end.
 */
export async function collector(options: CollectorOptions = {}): Promise<Collector> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return new Collector(server, options);
}

/** A port on 127.0.0.1 where nobody listens: a connection to it is refused. */
export async function closedPort(): Promise<number> {
  const server = await collector();
  await server.close();
  return server.port;
}

/** A running server. Its numbers are of all connections together, the closed ones included. */
export class Collector {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly #server: Server;
  readonly #inlets: Inlet[] = [];
  #resumed = false;
  readonly #changes = new EventEmitter();

  constructor(server: Server, options: CollectorOptions) {
    this.#server = server;
    this.port = portOf(server);
    this.#changes.setMaxListeners(0);
    const secure = secured(options);
    server.on('connection', (raw: Socket) => {
      const mode = options.treat === undefined ? options : treated(options, options.treat(this.#inlets.length));
      const inlet = new Inlet(secure(raw), raw, mode, () => this.#changes.emit('change'));
      if (this.#resumed) inlet.resume();
      this.#inlets.push(inlet);
      this.#changes.emit('change');
    });
  }

  /** Bytes read. */
  get bytes(): number {
    return this.#inlets.reduce((sum, inlet) => sum + inlet.bytes, 0);
  }

  /** Connections accepted. */
  get connections(): number {
    return this.#inlets.length;
  }

  /** Connections that are not closed yet, on this side. */
  get open(): number {
    return this.#inlets.filter((inlet) => !inlet.closed).length;
  }

  /** Connections whose client has said that it sends no more. */
  get ended(): number {
    return this.#inlets.filter((inlet) => inlet.ended).length;
  }

  /** What was read, one connection after the other in the order they were accepted. */
  text(): string {
    return this.#inlets.map((inlet) => inlet.text()).join('');
  }

  /** The same, line by line, without the line ends; an unfinished last line of a connection counts as one. */
  lines(): string[] {
    return this.#inlets.flatMap((inlet) => inlet.text().split('\n').filter(Boolean));
  }

  /** Resolves when `count` connections have been accepted. */
  accepted(count: number): Promise<void> {
    return this.#until(() => this.connections >= count);
  }

  /** Resolves when `bytes` bytes have been read. */
  received(bytes: number): Promise<void> {
    return this.#until(() => this.bytes >= bytes);
  }

  /** Resolves when the clients of `count` connections have said that they send no more. */
  clientsEnded(count = 1): Promise<void> {
    return this.#until(() => this.ended >= count);
  }

  /** Resolves when every connection so far is closed. */
  allClosed(): Promise<void> {
    return this.#until(() => this.open === 0);
  }

  /** Lets the connections of a stalled collector be read, and those to come. */
  resume(): void {
    this.#resumed = true;
    for (const inlet of this.#inlets) inlet.resume();
  }

  /** Sends a FIN on every open connection, whatever the mode. */
  finish(): void {
    for (const inlet of this.#inlets) inlet.finish();
  }

  /** Sends a RST on every open connection, or on the n-th that was accepted alone, counted from 0. */
  reset(index?: number): void {
    for (const [n, inlet] of this.#inlets.entries()) if (index === undefined || n === index) inlet.reset();
  }

  /** Refuses every further connection; those that are open stay. */
  refuse(): void {
    this.#server.close();
  }

  /** Takes connections again, on the same port. */
  async listenAgain(): Promise<void> {
    this.#server.listen(this.port, this.host);
    await once(this.#server, 'listening');
  }

  /** Closes the server and every connection. Resolves when all are closed. */
  async close(): Promise<void> {
    const { listening } = this.#server;
    const closed = listening ? once(this.#server, 'close') : this.allClosed();
    if (listening) this.#server.close();
    for (const inlet of this.#inlets) inlet.destroy();
    await closed;
  }

  async #until(met: () => boolean): Promise<void> {
    while (!met()) await once(this.#changes, 'change');
  }
}

/** What a connection is read from: itself, or the TLS that is spoken over it. */
function secured({ tls }: CollectorOptions): (raw: Socket) => Socket {
  if (tls === undefined) return (raw) => raw;
  const { cert, key, wantsCertificate: wanted = false } = tls;
  const secureContext = createSecureContext({ cert, key });
  return (raw) =>
    new TLSSocket(raw, { isServer: true, secureContext, requestCert: wanted, rejectUnauthorized: wanted, ...halfOpen });
}

/** Node knows this option of a TLSSocket; its types do not. */
const halfOpen: object = { allowHalfOpen: true };

function treated(options: CollectorOptions, mode: CollectorMode): CollectorOptions {
  const { port, discard = false, onData = () => undefined } = options;
  return { ...(port === undefined ? {} : { port }), discard, onData, ...mode };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the collector listens on no port');
  return address.port;
}
