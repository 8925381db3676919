/**
 * The default flow many times in a row over a small file, each with connections of its own:
 * `node small-files.js <file> <port> <runs>`.
 */
import { eventId, file, flow, gunzip, read, auto, tcp, timestamp } from '../../src/index.ts';
import { measure, senderArguments } from '../measure.ts';

const { path, port, more } = senderArguments();
const runs = Number(more[0] ?? 1000);
const forward = flow(gunzip(), read(auto), timestamp(), eventId()).to(tcp({ host: '127.0.0.1', port }));

await measure(async () => {
  let sent = 0;
  for (let run = 0; run < runs; run += 1) sent += (await forward.run(file(path))).lines.sent;
  return sent;
});
