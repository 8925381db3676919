import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A receiver that resets every connection over which a certain text comes, and reads all others to their end. */
export interface Picky {
  readonly port: number;
  /** What came over connections that were read to their end. */
  lines(): string[];
  close(): Promise<void>;
}

export async function picky(refused: string): Promise<Picky> {
  const sockets = new Set<Socket>();
  const read: string[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => undefined); // the client may be gone first
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (text.includes(refused)) socket.resetAndDestroy();
    });
    socket.on('end', () => {
      read.push(...text.split('\n').slice(0, -1));
      socket.end();
    });
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it listens on no port');
  return {
    port: address.port,
    lines: () => read,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
