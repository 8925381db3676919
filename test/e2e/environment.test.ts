import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Summary } from '../../src/summary.ts';
import { collector, type Collector } from '../../src/testing/index.ts';
import { FunctionProcess } from '../helpers/function-process.ts';
import { elbLines } from '../helpers/runs.ts';
import { credentials, startS3, type EmbeddedS3 } from '../helpers/s3.ts';
import { startQueue, type Queue } from '../helpers/sqs.ts';

const created = (key: string) => ({
  Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'logs' }, object: { key } } }],
});
const idOf = (line: string): string => /"_id":"([^"]+)"/.exec(line)?.[1] ?? '';

/** Some 30 MB of JSON, which this receiver takes 7 s for: more than an invocation reads in the half of its time. */
const LINES = 45_000;
const slow = { mode: 'slow', bytesPerSecond: 4_000_000 } as const;
const TIME_MS = 6_000;

describe('a function that is configured by its environment', () => {
  let s3: EmbeddedS3;
  let queue: Queue;
  let server: Collector;
  let lambda: FunctionProcess;

  before(async () => {
    s3 = await startS3();
    queue = await startQueue(s3.endpointUrl);
    server = await collector(slow);
    await s3.putObject('logs', 'big.log.gz', gzipSync(elbLines(LINES), { level: 1 }));
    lambda = await FunctionProcess.start({
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL: s3.endpointUrl,
      LOGFLUME_TO: `tcp://${server.host}:${server.port}`,
      LOGFLUME_CONTINUE_QUEUE: queue.url,
      // What is on its way when reading ends must arrive in the other half, however busy the machine is.
      LOGFLUME_MAX_UNCONFIRMED_BYTES: '1000000',
    });
  });
  after(async () => {
    await lambda.stop();
    await server.close();
    queue.close();
    await s3.close();
  });

  it('leaves what its time is too short for to LOGFLUME_CONTINUE_QUEUE, and takes it up from there', async function () {
    this.timeout(120_000);
    const summaries: Summary[] = [];
    let event: unknown = created('big.log.gz');
    for (let n = 0; event !== undefined && n < 50; n += 1) {
      summaries.push(...(await lambda.invoke(event, TIME_MS)));
      event = await queue.take();
    }
    const statuses = summaries.map(({ status }) => status);
    expect(statuses.slice(0, -1)).to.include('stopped');
    expect(new Set(statuses.slice(0, -1))).to.deep.equal(new Set(['stopped']));
    expect(statuses.at(-1)).to.equal('completed');
    expect(summaries.reduce((sum, { lines }) => sum + lines.sent, 0)).to.equal(LINES);
    expect(new Set(server.lines().map(idOf)).size).to.equal(LINES);
    const logged = lambda.out.split('\n').slice(0, -1);
    expect(logged.map((line) => JSON.parse(line) as Summary)).to.deep.equal(summaries);
  });
});
