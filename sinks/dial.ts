import { createConnection, type Socket } from 'node:net';
import type { TcpSettings } from './tcp-options.ts';

/**
 * One attempt to connect. Resolves once 'connect' has fired, never before: a socket that is only on its way queues
 * writes in silence. Rejects with the true cause when the socket is gone, so that a failed attempt leaves nothing open;
 * within `connectTimeoutMs`, or at once when `signal` aborts.
 */
export function dial(settings: TcpSettings, signal: AbortSignal): Promise<Socket> {
  const { host, port, connectTimeoutMs } = settings;
  return new Promise((resolve, reject) => {
    const socket = createConnection({
      host,
      port,
      // Our side must stay open when the peer's FIN comes first: that is how an early close is told from a proof.
      allowHalfOpen: true,
      // One write is one batch, so Nagle saves no packet; it would only hold a live source's small batch back by up to
      // 40 ms, until the receiver's delayed ACK.
      noDelay: true,
      // Keeps NAT and load balancers from forgetting a connection while a live source is silent.
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
    });
    let failure: Error | undefined;
    const abort = () => socket.destroy();
    const expire = () => socket.destroy(new ConnectTimeout(connectTimeoutMs));
    const timer = setTimeout(expire, connectTimeoutMs);
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const gone = () => {
      settle();
      reject(failure ?? new Error('given up'));
    };
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    // Stays on for good: no instant passes in which an error of the socket would be unhandled.
    socket.on('error', (error) => (failure ??= error));
    socket.once('close', gone);
    socket.once('connect', () => {
      settle();
      socket.off('close', gone);
      resolve(socket);
    });
  });
}

class ConnectTimeout extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(ms: number) {
    super(`no answer within ${ms} ms (\`connectTimeoutMs\`)`);
  }
}
