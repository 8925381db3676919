import { createConnection, type Socket } from 'node:net';
import { connect as createSecureConnection } from 'node:tls';
import type { Addresses } from './addresses.ts';
import type { TcpSettings } from './tcp-options.ts';
import { follow, type Handshake } from './tls-handshake.ts';

/** Long enough for one lost SYN to be sent again, which the system does after a second. The last address has all the rest. */
const ADDRESS_TIMEOUT_MS = 1_200;

/**
 * One attempt to connect: every address of the host in turn. Resolves once the connection is up, never before: a socket that
 * is only on its way queues writes in silence. With TLS, it is up when the handshake is through and the receiver has had time
 * to refuse our certificate. Rejects with the true cause when the socket is gone, so that a failed attempt leaves nothing
 * open; within `connectTimeoutMs`, or at once when `signal` aborts.
 */
export function dial(settings: TcpSettings, addresses: Addresses, signal: AbortSignal): Promise<Socket> {
  const { connectTimeoutMs } = settings;
  return new Promise((resolve, reject) => {
    const { socket, handshake } = begin(settings, addresses);
    const failures: Error[] = [];
    let connected = false;
    let failure: Error | undefined;
    const abort = () => socket.destroy();
    const expire = () => socket.destroy(new ConnectTimeout(connectTimeoutMs, connected, failures));
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
    socket.once('connect', () => (connected = true));
    socket.on('connectionAttemptFailed', (address: string, _port: number, _family: number, error: Error) => {
      addresses.blame(address);
      failures.push(error);
    });
    socket.on('connectionAttemptTimeout', (address: string) => {
      addresses.blame(address);
      failures.push(new Error(`${address}: no answer within ${ADDRESS_TIMEOUT_MS} ms`));
    });
    // Stays on for good: no instant passes in which an error of the socket would be unhandled.
    socket.on('error', (error) => {
      failure ??= handshake.explained(error);
      // An alert that comes after our side of the handshake leaves the socket open.
      socket.destroy();
    });
    socket.once('close', gone);
    void handshake.up.then(() => {
      if (socket.destroyed) return;
      settle();
      socket.off('close', gone);
      // Keeps NAT and load balancers from forgetting a connection while a live source is silent.
      socket.setKeepAlive(true, 60_000);
      // One write is one batch, so Nagle saves no packet; it would only hold a live source's small batch back by up to
      // 40 ms, until the receiver's delayed ACK.
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

function begin(
  settings: TcpSettings,
  addresses: Addresses,
): { readonly socket: Socket; readonly handshake: Handshake } {
  const { host, port, tls } = settings;
  const options = {
    host,
    port,
    lookup: addresses.lookup,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
    // Our side must stay open when the peer's FIN comes first: that is how an early close is told from a proof.
    allowHalfOpen: true,
  };
  if (tls !== undefined) {
    const socket = createSecureConnection({ ...options, ...tls });
    return { socket, handshake: follow(socket) };
  }
  const socket = createConnection(options);
  const up = new Promise<void>((resolve) => socket.once('connect', resolve));
  return { socket, handshake: { up, explained: (error) => error } };
}

class ConnectTimeout extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(ms: number, connected: boolean, failures: readonly Error[]) {
    const what = connected ? 'the connection is up, but no TLS handshake was made' : 'no answer';
    const before = failures.map(({ message }) => `${message}; `).join('');
    super(`${before}${what} within ${ms} ms (\`connectTimeoutMs\`)`);
  }
}
