import { createServer } from 'node:net';
import { BadInlet } from './bad-inlet.ts';

/* A receiver without faults of its own, in a process of its own: sends its port, and its lines whenever it is asked. */

const inlets: BadInlet[] = [];
const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
  inlets.push(new BadInlet(socket, { fault: undefined, keep: true, struck: () => undefined }));
});
server.listen(0, process.argv[2], () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.(address.port);
});
process.on('message', () => {
  process.send?.(inlets.filter((inlet) => inlet.counts).flatMap((inlet) => inlet.lines().whole));
});
process.on('disconnect', () => process.exit());
