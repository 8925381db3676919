import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { describeInLambda, Stage } from '../../helpers/runtime/stage.ts';
import { elbLines } from '../../helpers/runs.ts';

const idOf = (line: string): string => /"_id":"([^"]+)"/.exec(line)?.[1] ?? '';
/** Some 27 MB of JSON: twice what the collector takes in the time that there is for reading. */
const MANY = 40_000;

describeInLambda('the package in the runtime client of Lambda', () => {
  let stage: Stage;
  before(async () => (stage = await Stage.set()));
  after(() => stage.close());
  afterEach(() => stage.clear());

  it('ships an object that a message tells of: every line, with an id of its own', async () => {
    const server = await stage.collector();
    const queue = await stage.queue('objects');
    const deployed = await stage.deploy(server);
    await stage.s3.putObject('logs', 'a b+ü/elb.log.gz', gzipSync(elbLines(1_000)));
    await queue.notify('logs', 'a b+ü/elb.log.gz');
    const round = await queue.round((event) => deployed.invoke(event));
    expect(round?.answer).to.have.property('response');
    expect(server.lines()).to.have.length(1_000);
    expect(new Set(server.lines().map(idOf)).size).to.equal(1_000);
    expect(await queue.round((event) => deployed.invoke(event))).to.equal(undefined);
  });

  it('logs one line for an object, and no warning', async () => {
    const server = await stage.collector();
    const queue = await stage.queue('quiet');
    const deployed = await stage.deploy(server);
    await stage.s3.putObject('logs', 'one.log', elbLines(10));
    await queue.notify('logs', 'one.log');
    await queue.round((event) => deployed.invoke(event));
    const logged = (await deployed.stop()).split('\n').filter(Boolean);
    const summaries = logged
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => 'status' in line);
    expect(summaries).to.have.length(1);
    expect(summaries[0]).to.deep.include({ source: 's3://logs/one.log', status: 'completed' });
  });

  it('leaves what it has no time for to the next invocation, through the queue', async () => {
    const server = await stage.collector({ mode: 'slow', bytesPerSecond: 4_000_000 });
    const objects = await stage.queue('big-objects');
    const rest = await stage.queue('rest');
    const deployed = await stage.deploy(server, {
      LOGFLUME_CONTINUE_QUEUE: rest.url,
      LOGFLUME_CONNECTIONS: '1',
      // What is under way at the deadline is delivered within a tenth of the time that is left then.
      LOGFLUME_MAX_UNCONFIRMED_BYTES: '1048576',
      LOGFLUME_CLOSE_TIMEOUT_MS: '3000',
    });
    await stage.s3.putObject('logs', 'big.log.gz', gzipSync(elbLines(MANY)));
    await objects.notify('logs', 'big.log.gz');
    const invoke = (event: unknown) => deployed.invoke(event, 6_000);
    expect((await objects.round(invoke))?.answer).to.have.property('response');
    let rounds = 0;
    while ((await rest.round(invoke)) !== undefined) rounds += 1;
    expect(rounds).to.be.within(1, 20);
    const ids = new Set(server.lines().map(idOf));
    expect(ids.size).to.equal(MANY);
    const logged = await deployed.stop();
    expect(logged.match(/"status":"(\w+)"/g)).to.have.length(rounds + 1);
    expect(logged.match(/"status":"completed"/g)).to.have.length(1);
  });

  it('tells what fails of an event that it does not know, by the name of the error', async () => {
    const deployed = await stage.deploy(await stage.collector());
    const answer = await deployed.invoke({ hello: 'world' });
    expect(answer).to.have.property('error').that.includes({ errorType: 'EventError' });
  });
});
