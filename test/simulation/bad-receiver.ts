import { once } from 'node:events';
import { createServer, type LookupFunction, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { BadInlet } from './bad-inlet.ts';
import type { Fault } from './faults.ts';

export interface BadReceiverSettings {
  readonly connections: readonly (Fault | undefined)[];
  readonly dials: readonly (Fault | undefined)[];
  /** What every connection behind those meets. */
  readonly forever: Fault | undefined;
  /** Hears of each fault that came about. */
  readonly struck: (what: string) => void;
}

const HERE = { address: '127.0.0.1', family: 4 };
/** Nobody listens there: a dial is refused at once. */
const NOBODY = { address: '127.0.0.2', family: 4 };

/** A receiver of JSON lines over TCP that has a bad day. */
export class BadReceiver {
  readonly #settings: BadReceiverSettings;
  readonly #server: Server;
  #dials = 0;
  readonly inlets: BadInlet[] = [];

  constructor(settings: BadReceiverSettings) {
    this.#settings = settings;
    const { connections, forever, struck } = settings;
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket: Socket) => {
      const n = this.inlets.length;
      this.inlets.push(new BadInlet(socket, n < connections.length ? connections[n] : forever, struck));
    });
  }

  /** Resolves to the port. */
  async listen(): Promise<number> {
    this.#server.listen(0, HERE.address);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('listens on no port');
    return address.port;
  }

  /** Answers with addresses as the schedule of dials wants them, whatever the name. */
  readonly lookup: LookupFunction = (_host, options, answer) => {
    const what = this.#settings.dials[this.#dials++]?.what;
    if (what !== undefined) this.#settings.struck(what);
    const found = what === 'refused' ? [NOBODY] : what === undefined ? [HERE] : [NOBODY, HERE];
    const [first = HERE] = found;
    process.nextTick(() => (options.all === true ? answer(null, found) : answer(null, first.address, first.family)));
  };

  async close(): Promise<void> {
    this.#server.close();
    for (const inlet of this.inlets) inlet.destroy();
    await once(this.#server, 'close');
    await turn();
  }
}
