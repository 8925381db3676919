import { expect } from 'chai';
import { flow } from '../../src/flow.ts';
import { memory, packed } from '../../src/testing/index.ts';
import { applyTo } from '../../src/testing/index.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { keyFields } from '../../transforms/key-fields.ts';
import { read } from '../../transforms/read.ts';
import { rename } from '../../transforms/rename.ts';
import { ELB_LINE } from '../helpers/aws-lines.ts';
import { bytes } from '../helpers/runs.ts';

const names = ['aws_account', 'aws_region', 'load_balancer', 'interval_end', 'node_ip'];

async function said(key: string): Promise<unknown> {
  const { output } = await applyTo(keyFields(), packed(elb, ELB_LINE, { origin: { uri: `s3://logs/${key}`, key } }));
  return Object.fromEntries(Object.entries(output[0] ?? {}).filter(([name]) => names.includes(name)));
}

describe('keyFields', () => {
  const account = { aws_account: '123456789012', aws_region: 'us-east-2' };
  const interval_end = '2014-02-15T23:40:00Z';
  const cases: readonly (readonly [string, object])[] = [
    [
      'p/AWSLogs/123456789012/elasticloadbalancing/us-east-2/2014/02/15/123456789012_elasticloadbalancing_us-east-2_my-loadbalancer_20140215T2340Z_172.160.001.192_20sg8hgm.log',
      { ...account, load_balancer: 'my-loadbalancer', interval_end, node_ip: '172.160.001.192' },
    ],
    [
      'conn_log_123456789012_elasticloadbalancing_us-east-2_app.lb.1234567890abcdef_20140215T2340Z_2001:db8::1_20sg8hgm.log.gz',
      { ...account, load_balancer: 'app/lb/1234567890abcdef', interval_end, node_ip: '2001:db8::1' },
    ],
    [
      'health_check_log.123456789012_elasticloadbalancing_us-east-2_app.lb.1_20140215T2340Z_10.0.0.1_20sg8hgm.log.gz',
      { ...account, load_balancer: 'app/lb/1', interval_end, node_ip: '10.0.0.1' },
    ],
    [
      '123456789012_elasticloadbalancing_us-east-2_net.lb.1_20140215T2340Z_20sg8hgm.log.gz',
      { ...account, load_balancer: 'net/lb/1', interval_end },
    ],
    ['123456789012_vpcflowlogs_us-east-2_fl-1234abcd_20180620T1620Z_fe123456.log.gz', account],
    ['123456789012_CloudTrail_us-east-2_20150801T0210Z_Mu0KsOhtH1ar15ZZ.json.gz', account],
    ['access.log', {}],
    ['123456789012_elasticloadbalancing_us-east-2_x/access.log', {}],
  ];
  for (const [key, expected] of cases) {
    it(`of ${key.slice(-90)}`, async () => {
      expect(await said(key)).to.deep.equal(expected);
    });
  }

  it('are on rejects too, and can be renamed and filtered by, said or not', async () => {
    const steps = flow(read(elb), keyFields(), rename({ aws_account: 'cloud.account.id', node_ip: 'node' }));
    const key = '123456789012_CloudTrail_us-east-2_x.json.gz';
    const [sink, other] = [memory(), memory()];
    await steps.to(sink).run(bytes([`${ELB_LINE}\nno such line\n`], { uri: 'x', key }));
    expect(sink.records[0]).to.deep.include({ cloud: { account: { id: '123456789012' } }, aws_region: 'us-east-2' });
    expect(sink.records[1]).to.deep.include({ cloud: { account: { id: '123456789012' } }, message: 'no such line' });
    await steps.to(other).run(bytes([`${ELB_LINE}\n`], { uri: 'access.log' }));
    expect(other.records[0]).to.not.have.any.keys('cloud', 'aws_region');
  });
});
