/**
 * A TCP receiver in a process of its own: counts bytes and lines, and closes its side after the sender's FIN. It talks to
 * the process that forked it: `{ port }` at first, then, for each message it gets, what has arrived since the last one,
 * once every connection is closed. `node collector.js [MB/s]`: reads no more than that.
 */
import { createServer, type Socket } from 'node:net';

export interface Received {
  readonly bytes: number;
  readonly lines: number;
  readonly connections: number;
}

const LF = 0x0a;
const bytesPerMs = Number(process.argv[2] ?? Infinity) * 1000;

let received = { bytes: 0, lines: 0, connections: 0 };
let open = 0;
let asked = false;
/** When the bytes read so far may have been read, at the rate that is allowed. */
let due = 0;

const server = createServer({ allowHalfOpen: true }, (socket) => {
  open += 1;
  received.connections += 1;
  socket.on('data', (chunk) => take(socket, chunk));
  socket.on('end', () => socket.end());
  socket.on('error', () => undefined); // the sender tells
  socket.on('close', () => {
    open -= 1;
    answer();
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.({ port: address.port });
});

process.on('message', () => {
  asked = true;
  answer();
});
process.on('disconnect', () => process.exit());

function take(socket: Socket, chunk: Buffer): void {
  received.bytes += chunk.length;
  for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) received.lines += 1;
  if (bytesPerMs === Infinity) return;
  const now = performance.now();
  due = Math.max(now, due) + chunk.length / bytesPerMs;
  if (due - now < 1) return;
  socket.pause();
  setTimeout(() => socket.resume(), due - now);
}

function answer(): void {
  if (!asked || open > 0) return;
  process.send?.(received);
  asked = false;
  received = { bytes: 0, lines: 0, connections: 0 };
}
