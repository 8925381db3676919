import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Inlet, type CollectorOptions } from './inlet.ts';

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
    server.on('connection', (socket: Socket) => {
      const inlet = new Inlet(socket, options, () => this.#changes.emit('change'));
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

  /** Closes the server and every connection. Resolves when all are closed. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const inlet of this.#inlets) inlet.destroy();
    await closed;
  }

  async #until(met: () => boolean): Promise<void> {
    while (!met()) await once(this.#changes, 'change');
  }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the collector listens on no port');
  return address.port;
}
