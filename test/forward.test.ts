import { expect } from 'chai';
import { shipConfig } from '../src/config.ts';
import { defaultFlow, forward, runOptionsOf } from '../src/forward.ts';
import { collector, generate, memory } from '../src/testing/index.ts';
import { elb } from '../transforms/formats/elb.ts';
import { problemsOf } from './helpers/problems.ts';
import { bytes, elbLines, origin } from './helpers/runs.ts';

async function first(options: Parameters<typeof defaultFlow>[0]): Promise<unknown> {
  const sink = memory();
  await defaultFlow(options)
    .to(sink)
    .run(bytes([elbLines(1)]));
  return sink.records[0];
}

describe('the default flow', () => {
  it('tells the format, and calls the time @timestamp', async () => {
    const record = await first({});
    expect(record).to.include.keys('@timestamp', 'elb', 'elb_status_code').and.not.include.keys('timestamp');
  });

  for (const name of ['timestamp', '@timestamp']) {
    it(`gives the time column the user's own name, asked for as ${name}`, async () => {
      const record = await first({ format: elb, rename: { [name]: 'when', elb: 'name' } });
      expect(record).to.include.keys('when', 'name').and.not.include.keys('@timestamp', 'timestamp', 'elb');
    });
  }

  it('lets another column have the name that the time column gave up', async () => {
    expect(await first({ rename: { elb: 'timestamp' } })).to.deep.include({ timestamp: 'shop' });
  });

  it('gives load-balancer records the names of ECS where asked to, which can be renamed', async () => {
    const record = await first({ ecs: true, rename: { 'source.ip': 'client.ip', '@timestamp': 'when' } });
    expect(record).to.include.keys('when', 'aws', 'client').and.not.include.keys('elb', '@timestamp');
  });

  it('refuses two names for the time column', () => {
    const build = () => defaultFlow({ format: elb, rename: { timestamp: 'a', '@timestamp': 'b' } });
    expect(problemsOf(build)).to.deep.equal(['rename: `timestamp` and `@timestamp` are the same column']);
  });

  it('adds what the key says, under the names that the user has for it', async () => {
    const sink = memory();
    const key = '123456789012_elasticloadbalancing_us-east-2_shop_20140215T2340Z_10.0.0.1_20sg8hgm.log';
    const flow = defaultFlow({
      format: elb,
      keyFields: true,
      rename: { aws_region: 'region' },
      fields: { node_ip: 'no' },
    });
    await flow.to(sink).run(bytes([elbLines(1), 'no such line\n'], { ...origin, key }));
    for (const record of sink.records) {
      expect(record).to.include({
        aws_account: '123456789012',
        region: 'us-east-2',
        load_balancer: 'shop',
        node_ip: 'no',
      });
    }
    expect(sink.records).to.have.length(2);
  });

  it('adds constants and event ids, to rejects too', async () => {
    const sink = memory();
    const flow = defaultFlow({ fields: { environment: 'test' }, eventId: 'event.id' }).to(sink);
    await flow.run(bytes([elbLines(1), 'no such line\n'], { ...origin, identity: 'x' }));
    const [record, reject] = sink.records;
    expect(record).to.deep.include({ environment: 'test' });
    expect(reject).to.deep.include({ message: 'no such line', environment: 'test', tags: ['_parsefailure'] });
    expect(JSON.stringify(reject)).to.match(/"event":\{"id":"[\w-]{16}-\w+"\}/);
  });

  it('passes over the test file of a load balancer, whatever the names in it', async () => {
    const sink = memory();
    const flow = defaultFlow({ rename: { elb_status_code: 'status' }, fields: { a: 1 }, eventId: 'id' }).to(sink);
    const key = 'AWSLogs/123456789012/ELBAccessLogTestFile';
    const summary = await flow.run(bytes(['Enable AccessLog for ELB: shop at 2026-03-14\n'], { ...origin, key }));
    expect(sink.records).to.deep.equal([]);
    expect(summary.lines).to.deep.include({ encountered: 1, skipped: 1 });
  });
});

describe('forward', () => {
  for (const lines of [0, 1, 10]) {
    it(`delivers ${lines} lines whole`, async () => {
      const server = await collector();
      try {
        const config = await shipConfig({ env: { LOGFLUME_TO: `tcp://127.0.0.1:${server.port}` } });
        const summary = await forward(config).run(bytes([...generate.elb({ lines })]), runOptionsOf(config));
        expect(summary.lines.sent).to.equal(lines);
        expect(server.lines()).to.have.length(lines);
      } finally {
        await server.close();
      }
    });
  }
});
