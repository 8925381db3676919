import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { BadInlet } from './bad-inlet.ts';
import type { Fault } from './faults.ts';

export interface BadReceiverSettings {
  readonly connections: readonly (Fault | undefined)[];
  /** What every connection behind those meets. */
  readonly forever: Fault | undefined;
  /** What lines hold that it never takes. Default: it takes all. */
  readonly refused?: readonly string[];
  /** Whether what is read is kept. Default: true. */
  readonly keep?: boolean;
  /** Hears of each fault that came about. */
  readonly struck: (what: string) => void;
}

/** A receiver of JSON lines over TCP that has a bad day. */
export class BadReceiver {
  readonly #server: Server;
  readonly inlets: BadInlet[] = [];

  constructor({ connections, forever, refused = [], keep = true, struck }: BadReceiverSettings) {
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket: Socket) => {
      const n = this.inlets.length;
      this.inlets.push(
        new BadInlet(socket, { fault: n < connections.length ? connections[n] : forever, refused, keep, struck }),
      );
    });
  }

  /** Resolves to the port. */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('listens on no port');
    return address.port;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const inlet of this.inlets) inlet.destroy();
    await once(this.#server, 'close');
    await turn();
  }
}
