import type { PeerCertificate, TLSSocket } from 'node:tls';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { unfit } from './tls-errors.ts';

/** What a server needs to judge our certificate, at the least; what was measured has a round trip more in it. */
const LEAST_VERDICT_MS = 20;

export interface Handshake {
  /** Settles when both sides are content; never, where the socket fails before. */
  readonly up: Promise<void>;
  /** An error of the socket, with the receiver's certificate in words where that is what it is about. */
  explained(error: Error): Error;
}

/**
 * Follows the handshake of a socket that is about to connect. With TLS 1.3 our side is through before the server has looked
 * at our certificate. Its verdict is a session ticket or an alert; a server that sends no tickets is given as much time to
 * object as the handshake took.
 */
export function follow(socket: TLSSocket): Handshake {
  let certificate: PeerCertificate | undefined;
  // Before Node looks at the certificate itself: the socket knows it no more when the error comes.
  socket.prependOnceListener('secure', () => (certificate = socket.getPeerCertificate(true)));
  return {
    up: settled(socket),
    explained: (error) => (certificate === undefined ? error : unfit(error, certificate)),
  };
}

async function settled(socket: TLSSocket): Promise<void> {
  const deadline = new AbortController();
  const judged = new Promise<void>((resolve) => socket.once('session', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const beganMs = performance.now();
  await new Promise<void>((resolve) => socket.once('secureConnect', resolve));
  if (socket.getProtocol() !== 'TLSv1.3') return;
  const gone = () => deadline.abort();
  socket.once('close', gone);
  const { signal } = deadline;
  const silence = wait(Math.max(LEAST_VERDICT_MS, performance.now() - beganMs), undefined, { signal });
  // Its rejection only says that it was cut short.
  await Promise.race([judged, silence.catch(() => undefined)]);
  socket.off('close', gone);
  deadline.abort();
  // 'session' comes from within OpenSSL's reading: what was written right then would go out damaged.
  await turn();
}
