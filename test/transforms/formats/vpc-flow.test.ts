import { expect } from 'chai';
import { vpcFlow } from '../../../transforms/formats/vpc-flow.ts';
import { FLOW_HEADER, FLOW_LINE, NODATA_LINE } from '../../helpers/aws-lines.ts';
import { parsed, recordOf, times } from '../../helpers/formats.ts';

const record = {
  version: 2,
  account_id: '123456789010',
  interface_id: 'eni-1235b8ca123456789',
  srcaddr: '172.31.16.139',
  dstaddr: '172.31.16.21',
  srcport: 20641,
  dstport: 22,
  protocol: 6,
  packets: 20,
  bytes: 4249,
  start: 1418530010,
  end: 1418530070,
  action: 'ACCEPT',
  log_status: 'OK',
};

describe('vpc-flow', () => {
  it('reads a documented line, with the header and without it', async () => {
    const { records, rejects } = await parsed(vpcFlow, `${FLOW_HEADER}\n${FLOW_LINE}\n`);
    expect({ records, rejects }).to.deep.equal({ records: [record], rejects: [] });
    expect(await recordOf(vpcFlow, FLOW_LINE)).to.deep.equal(record);
  });

  it('makes ISO 8601 of its seconds', async () => {
    expect(await times(vpcFlow, `${FLOW_HEADER}\n${FLOW_LINE}`)).to.deep.equal(['2014-12-14T04:06:50.000Z']);
    expect(await times(vpcFlow, FLOW_LINE)).to.deep.equal(['2014-12-14T04:06:50.000Z']);
  });

  it('reads rows without data', async () => {
    const skipped = NODATA_LINE.replace('NODATA', 'SKIPDATA');
    const { records, rejects } = await parsed(vpcFlow, [FLOW_HEADER, NODATA_LINE, skipped].join('\n'));
    expect(rejects).to.deep.equal([]);
    const { version, account_id, interface_id } = record;
    const row = { version, account_id, interface_id, start: 1431280876, end: 1431280934 };
    expect(records).to.deep.equal([
      { ...row, log_status: 'NODATA' },
      { ...row, log_status: 'SKIPDATA' },
    ]);
  });

  it('takes the order and the names from the header, new ones too', async () => {
    const header = 'log-status start pkt-src-aws-service tcp-flags next-hop-vpc-id account-id traffic-path';
    const { records } = await parsed(vpcFlow, `${header}\nOK 1418530010 S3 19 vpc-1 012345678901 8`);
    expect(records).to.deep.equal([
      {
        log_status: 'OK',
        start: 1418530010,
        pkt_src_aws_service: 'S3',
        tcp_flags: 19,
        next_hop_vpc_id: 'vpc-1',
        account_id: '012345678901',
        traffic_path: 8,
      },
    ]);
  });

  it('passes over the header of a file that was appended', async () => {
    const file = `${FLOW_HEADER}\n${FLOW_LINE}\n`;
    const { records, rejects } = await parsed(vpcFlow, file + file);
    expect([records.length, rejects]).to.deep.equal([2, []]);
  });

  it('does not take data for a header', () => {
    for (const line of [FLOW_LINE, NODATA_LINE, 'us-east-1 use1-az1 ingress', '', 'Version account-id start']) {
      expect(vpcFlow.headed?.([line]), line).to.equal(undefined);
    }
  });

  it('rejects a line that is shorter than the header says', async () => {
    const { rejects } = await parsed(vpcFlow, `${FLOW_HEADER}\n${FLOW_LINE.replace(' OK', '')}`);
    expect(rejects).to.deep.equal(['too_few_fields']);
  });
});
