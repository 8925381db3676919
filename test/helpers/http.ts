import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

export interface HttpServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly server: Server;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/** A server on a free port of 127.0.0.1, for the faults that no emulator makes. */
export async function serve(listener: RequestListener): Promise<HttpServer> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens without a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    server,
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
