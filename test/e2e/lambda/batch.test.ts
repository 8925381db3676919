import { expect } from 'chai';
import { describeInLambda, Stage } from '../../helpers/runtime/stage.ts';
import { elbLines } from '../../helpers/runs.ts';

describeInLambda('ten messages in one invocation', () => {
  let stage: Stage;
  before(async () => (stage = await Stage.set()));
  after(() => stage.close());
  afterEach(() => stage.clear());

  it('of which one cannot be read come again in part: exactly that one', async () => {
    const server = await stage.collector();
    const queue = await stage.queue('objects');
    const deployed = await stage.deploy(server);
    const messages: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      // What says that it is gzip and is none fails every time it is read.
      const body = n === 4 ? Buffer.from('1f8b0800000000000000ffffffff', 'hex') : elbLines(10);
      await stage.s3.putObject('logs', `${n}.log.gz`, body);
      messages.push(await queue.notify('logs', `${n}.log.gz`));
    }
    const failed: string[] = [];
    for (let taken = 0; taken < 10;) {
      const round = await queue.round((event) => deployed.invoke(event));
      if (round === undefined) break;
      taken += round.messageIds.length;
      failed.push(...round.failed);
    }
    expect(failed).to.deep.equal([messages[4]]);
    expect(server.lines()).to.have.length(90);
  });
});
