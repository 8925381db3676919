/**
 * A TCP receiver in a process of its own, as cheap as can be: it counts bytes, and lines only if it is told to, and closes
 * its side after the sender's FIN. `node collector.js '<CollectorOptions as JSON>'`. It talks to the process that forked
 * it: `{ port }` at first; `{ reached: true }` once as much has arrived as was to be waited for; and, when it is sent
 * anything, what it has received, once every connection is closed.
 */
import type { Socket } from 'node:net';
import { oneBufferServer } from './one-buffer.ts';

export interface CollectorOptions {
  /** Read no more than this. Default: as fast as it can. */
  readonly megabytesPerSecond?: number | undefined;
  /** Count lines and keep the first one. Default: false. */
  readonly lines?: boolean;
  /** Tell when so many bytes, or so many lines, have come. */
  readonly until?: { readonly bytes: number } | { readonly lines: number } | undefined;
}

export interface Received {
  readonly bytes: number;
  /** 0 where lines are not counted. */
  readonly lines: number;
  /** From the first byte to the last. */
  readonly seconds: number;
  /** The first line of the connection that sent first; empty where lines are not counted. */
  readonly first: string;
}

const LF = 0x0a;

function collect({ megabytesPerSecond = Infinity, lines: counting = false, until }: CollectorOptions): void {
  const bytesPerMs = megabytesPerSecond * 1000;
  let bytes = 0;
  let lines = 0;
  let first = '';
  let firstFrom: Socket | undefined;
  let began = 0;
  let ended = 0;
  let open = 0;
  let asked = false;
  let reached = until === undefined;
  /** When the bytes read so far may have been read, at the rate that is allowed. */
  let due = 0;

  const server = oneBufferServer({
    open(socket) {
      open += 1;
      socket.on('end', () => socket.end());
      socket.on('error', () => undefined); // the sender tells
      socket.on('close', () => {
        open -= 1;
        answer();
      });
      return (chunk) => take(socket, chunk);
    },
  });

  function take(socket: Socket, chunk: Buffer): boolean {
    ended = performance.now();
    if (bytes === 0) began = ended;
    bytes += chunk.length;
    if (counting) count(socket, chunk);
    if (!reached && until !== undefined && ('bytes' in until ? bytes >= until.bytes : lines >= until.lines)) {
      reached = true;
      process.send?.({ reached });
    }
    if (bytesPerMs === Infinity) return true;
    due = Math.max(ended, due) + chunk.length / bytesPerMs;
    if (due - ended < 1) return true;
    setTimeout(() => socket.resume(), due - ended);
    return false;
  }

  function count(socket: Socket, chunk: Buffer): void {
    firstFrom ??= socket;
    if (socket === firstFrom && !first.includes('\n')) first += chunk.toString();
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) lines += 1;
  }

  function answer(): void {
    if (!asked || open > 0) return;
    asked = false;
    const received: Received = { bytes, lines, seconds: (ended - began) / 1000, first: first.split('\n', 1)[0] ?? '' };
    process.send?.(received);
  }

  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address !== 'string') process.send?.({ port: address.port });
  });
  process.on('message', () => {
    asked = true;
    answer();
  });
  process.on('disconnect', () => process.exit());
}

// `withCollector` is what starts this program, and it writes options of that type.
collect(JSON.parse(process.argv[2] ?? '{}') as CollectorOptions);
