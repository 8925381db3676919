/**
 * The shape in which such shippers are often written first: for each line a promise, which borrows a socket from a pool,
 * writes, and gives it back. Done honestly: a socket is lent when it is connected, and at the end all are closed, so that
 * nothing is lost. `node one-a-promise.js <file> <port>`, for classic lines.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createPool } from 'generic-pool';
import { measure, senderArguments } from '../measure.ts';
import { connected, type Connected } from './connected.ts';
import { plainElb } from './plain-elb.ts';
import { parsed, renamed } from './plain-format.ts';

const { path, port } = senderArguments();

const pool = createPool<Connected>(
  {
    create: () => connected(port),
    async destroy({ socket, closed }) {
      socket.end();
      await closed();
    },
  },
  { min: 2, max: 10 },
);

async function send(line: string): Promise<void> {
  const text = `${JSON.stringify(renamed(plainElb, parsed(plainElb, line)))}\n`;
  const connection = await pool.acquire();
  await new Promise<void>((resolve, reject) => {
    connection.socket.write(text, (error) => (error ? reject(error) : resolve()));
  });
  await pool.release(connection);
}

await measure(async () => {
  const sending: Promise<void>[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) sending.push(send(line));
  await Promise.all(sending);
  await pool.drain();
  await pool.clear();
  return sending.length;
});
