import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { holdingOf } from '../../helpers/runtime/process-figures.ts';
import { describeInLambda, Stage } from '../../helpers/runtime/stage.ts';
import { elbLines } from '../../helpers/runs.ts';

const MEMBER_LINES = 20_000;
const MEMBERS = 25;
/** A quarter of the large object; 7 to 31 were seen. */
const LITTLE_MB = 40;

/** A collector that counts lines and keeps none: those of this test are many. */
async function counter(): Promise<{ readonly server: Server; readonly port: number; readonly lines: () => number }> {
  let lines = 0;
  const server = createServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { server, port, lines: () => lines };
}

describeInLambda('a function of 128 MB', () => {
  let stage: Stage;
  before(async () => (stage = await Stage.set()));
  after(() => stage.close());
  afterEach(() => stage.clear());

  for (const [name, encode] of [
    ['plain', (bytes: Buffer) => bytes],
    ['gzip', (bytes: Buffer) => gzipSync(bytes)],
  ] as const) {
    it(`ships an object larger than itself, ${name}, and holds little more for it than for a small one`, async function () {
      this.timeout(120_000);
      const member = encode(elbLines(MEMBER_LINES));
      await stage.s3.putObject('logs', 'small.log', member);
      await stage.s3.putObject('logs', 'large.log', Buffer.concat(Array<Buffer>(MEMBERS).fill(member)));
      const { server, port, lines } = await counter();
      try {
        const deployed = await stage.deploy({ port }, {}, 128);
        const peakAfter = async (key: string): Promise<number> => {
          expect(await deployed.invoke({ bucket: 'logs', key }, 60_000)).to.have.property('response');
          return holdingOf(deployed.pid).peakRssMB;
        };
        const [small, large] = [await peakAfter('small.log'), await peakAfter('large.log')];
        expect(lines()).to.equal((1 + MEMBERS) * MEMBER_LINES);
        expect(large - small).to.be.below(LITTLE_MB);
      } finally {
        server.close();
      }
    });
  }
});
