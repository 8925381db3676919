import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

export interface Connected {
  readonly socket: Socket;
  /** Settles when the collector has closed its side too, which it does after the last byte. */
  readonly closed: () => Promise<void>;
}

/** A connection to a collector on this machine that is open already. */
export async function connected(port: number): Promise<Connected> {
  const socket = createConnection({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const close = once(socket.resume(), 'close');
  return {
    socket,
    async closed() {
      await close;
    },
  };
}
