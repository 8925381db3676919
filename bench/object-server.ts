/**
 * The least of an S3, in a process of its own: answers every GET with one file. `node object-server.js <file> [ms]` sends
 * `{ port }` to the process that forked it. It takes so long for every answer.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';

const path = process.argv[2] ?? '';
const delayMs = Number(process.argv[3] ?? 0);
const { size, mtimeMs } = statSync(path);

const server = createServer((_request, response) => {
  setTimeout(() => answer(response), delayMs);
});

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': size, etag: `"${mtimeMs.toString(16)}"`, 'accept-ranges': 'bytes' });
  createReadStream(path, { highWaterMark: 256 << 10 }).pipe(response);
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit());
