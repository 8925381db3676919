import { once } from 'node:events';
import { createServer } from 'node:net';
import { rebuilt } from './alb-line.ts';
import { Fingerprint } from './fingerprint.ts';

/** A small TCP collector that reads JSON lines and remembers of each only what it takes to compare. */
export interface Receiver {
  readonly host: string;
  readonly port: number;
  readonly lines: Fingerprint;
  /** The first three, as they arrived. */
  readonly first: readonly string[];
  /** What arrived and is no record of the demo's flow: the first five. */
  readonly strange: readonly string[];
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const lines = new Fingerprint();
  const first: string[] = [];
  const strange: string[] = [];

  const take = (json: string): void => {
    if (first.length < 3) first.push(json);
    try {
      const { place, line } = rebuilt(json);
      lines.add(place, line);
    } catch {
      if (strange.length < 5) strange.push(json.slice(0, 200));
    }
  };

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let rest = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      const pieces = (rest + text).split('\n');
      rest = pieces.pop() ?? '';
      pieces.forEach(take);
    });
    socket.on('error', () => undefined); // the sender tells what went wrong
    socket.on('end', () => {
      if (rest !== '') take(rest);
      socket.end(); // only now: this FIN is the sender's proof that all was read
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the collector listens on no port');

  return {
    host: '127.0.0.1',
    port: address.port,
    lines,
    first,
    strange,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
