import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Summary } from '../../../src/summary.ts';
import { holdingOf } from '../../helpers/runtime/process-figures.ts';
import { describeInLambda, Stage } from '../../helpers/runtime/stage.ts';
import { elbLines } from '../../helpers/runs.ts';

const MEMBER_LINES = 20_000;
const MEMBERS = 25;
/** A quarter of the large object; 7 to 31 were seen. */
const LITTLE_MB = 40;

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
      const server = await stage.collector({ discard: true });
      const deployed = await stage.deploy(server, {}, 128);
      const shipped = async (key: string) => {
        const answer = await deployed.invoke({ bucket: 'logs', key }, 60_000);
        expect(answer).to.have.property('response');
        const [summary] = ('response' in answer ? answer.response : []) as [Summary]; // of a handler whose event was one object
        return { lines: summary.lines.sent, bytes: summary.bytes.sent, peakMB: holdingOf(deployed.pid).peakRssMB };
      };
      const [small, large] = [await shipped('small.log'), await shipped('large.log')];
      expect([small.lines, large.lines]).to.deep.equal([MEMBER_LINES, MEMBERS * MEMBER_LINES]);
      expect(server.bytes).to.equal(small.bytes + large.bytes);
      expect(large.peakMB - small.peakMB).to.be.below(LITTLE_MB);
    });
  }
});
