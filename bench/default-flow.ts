/** The default flow, from a file to a collector: `node default-flow.js <file> <port>`. */
import { eventId, file, flow, gunzip, read, auto, tcp, timestamp } from '../src/index.ts';
import { measure, senderArguments } from './measure.ts';

const { path, port } = senderArguments();
const forward = flow(gunzip(), read(auto), timestamp(), eventId()).to(tcp({ host: '127.0.0.1', port }));

await measure(async () => (await forward.run(file(path))).lines.sent);
