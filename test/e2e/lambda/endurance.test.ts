import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import type { DeployedFunction } from '../../helpers/runtime/deployed-function.ts';
import { holdingOf, type Holding } from '../../helpers/runtime/process-figures.ts';
import { describeInLambda, Stage } from '../../helpers/runtime/stage.ts';
import { elbLines } from '../../helpers/runs.ts';

const eventOf = (key: string) => ({
  Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'logs' }, object: { key } } }],
});

describeInLambda('a process that serves many invocations', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.set();
    await stage.s3.putObject('logs', 'ten.log', elbLines(10));
  });
  after(() => stage.close());
  afterEach(() => stage.clear());

  const invoked = async (deployed: DeployedFunction): Promise<Holding> => {
    expect(await deployed.invoke(eventOf('ten.log'))).to.have.property('response');
    return holdingOf(deployed.pid);
  };

  it('holds no more files, sockets and memory after 600 of them', async function () {
    this.timeout(120_000);
    const server = await stage.collector();
    const deployed = await stage.deploy(server);
    const held: Holding[] = [];
    for (let n = 0; n < 600; n += 1) held.push(await invoked(deployed));
    expect(server.lines()).to.have.length(6_000);
    expect(server.open).to.equal(0);
    const warm = held.slice(20);
    const [first, last] = [warm[0], warm.at(-1)];
    // The client keeps connections to S3; those to the collector are closed.
    expect(Math.max(...warm.map(({ sockets }) => sockets))).to.be.at.most((first?.sockets ?? 0) + 1);
    expect(last?.files).to.be.at.most((first?.files ?? 0) + 1);
    const rssMB = held.map((holding) => holding.rssMB);
    expect(growthOf(rssMB.slice(20, 200))).to.be.below(10);
    // After some 500 of them, what they run has run often enough for an optimizing compiler.
    expect(growthOf(rssMB.slice(100))).to.be.below(10);
  });

  it('delivers after it was frozen for longer than S3 and the collector keep silent connections', async () => {
    const server = await stage.collector();
    const s3 = await stage.server((_request, response) => {
      const body = elbLines(10);
      response.writeHead(200, { 'content-length': body.length, etag: '"ten"' }).end(body);
    });
    const connections: Socket[] = [];
    s3.server.on('connection', (socket) => connections.push(socket));
    const deployed = await stage.deploy(server, { AWS_ENDPOINT_URL_S3: s3.url });
    await invoked(deployed);
    expect(connections.map(({ destroyed }) => destroyed)).to.deep.equal([false]);
    const closed = connections.map((socket) => once(socket, 'close'));
    s3.server.closeIdleConnections();
    await Promise.all(closed);
    expect(server.open).to.equal(0);
    await invoked(deployed);
    expect(server.lines()).to.have.length(20);
    expect(connections).to.have.length(2);
  });
});

/** How much more the last quarter holds than the first, by their medians: MB that were collected later do not count. */
function growthOf(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4);
  const median = (some: readonly number[]): number => [...some].sort((a, b) => a - b)[some.length >> 1] ?? Number.NaN;
  return median(values.slice(-quarter)) - median(values.slice(0, quarter));
}
