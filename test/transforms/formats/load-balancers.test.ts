import { expect } from 'chai';
import type { LineFormat } from '../../../src/format.ts';
import { albConnection } from '../../../transforms/formats/alb-connection.ts';
import { albHealthCheck } from '../../../transforms/formats/alb-health-check.ts';
import { alb } from '../../../transforms/formats/alb.ts';
import { elb } from '../../../transforms/formats/elb.ts';
import { nlb } from '../../../transforms/formats/nlb.ts';
import { cut, parsed, recordOf, times } from '../../helpers/formats.ts';
import {
  ALB_LINE,
  CONNECTION_LINE,
  ELB_LINE,
  HEALTH_LINE,
  LAMBDA_HEALTH_LINE,
  NLB_ALPN_LINE,
  NLB_LINE,
} from '../../helpers/aws-lines.ts';

describe('nlb', () => {
  it('reads a line with an ALPN policy, whose list keeps its quotes', async () => {
    expect(await recordOf(nlb, NLB_ALPN_LINE)).to.deep.equal({
      type: 'tls',
      version: '2.0',
      time: '2020-04-01T08:51:42',
      elb: 'net/my-network-loadbalancer/c6e77e28c25b2234',
      listener: 'g3d4b5e8bb8464cd',
      client_ip: '72.21.218.154',
      client_port: 51341,
      destination_ip: '172.100.100.185',
      destination_port: 443,
      connection_time: 5,
      tls_handshake_time: 2,
      received_bytes: 98,
      sent_bytes: 246,
      chosen_cert_arn: 'arn:aws:acm:us-east-2:671290407336:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99',
      tls_cipher: 'ECDHE-RSA-AES128-SHA',
      tls_protocol_version: 'tlsv12',
      domain_name: 'my-network-loadbalancer-c6e77e28c25b2234.elb.us-east-2.amazonaws.com',
      alpn_fe_protocol: 'h2',
      alpn_be_protocol: 'h2',
      alpn_client_preference_list: '"h2","http/1.1"',
      tls_connection_creation_time: '2020-04-01T08:51:20',
    });
  });

  it('says of its time that it is UTC', async () => {
    expect(await times(nlb, NLB_LINE)).to.deep.equal(['2018-12-20T02:59:40Z']);
  });
});

describe('alb-connection', () => {
  it('reads a documented line', async () => {
    expect(await recordOf(albConnection, CONNECTION_LINE)).to.deep.equal({
      timestamp: '2023-10-04T17:05:15.514108Z',
      client_ip: '203.0.113.1',
      client_port: 36280,
      listener_port: 443,
      tls_protocol: 'TLSv1.2',
      tls_cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
      tls_handshake_latency: 4.036,
      leaf_client_cert_subject: 'CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US',
      leaf_client_cert_validity: 'NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z',
      leaf_client_cert_serial_number: 'FEF257372D5C14D4',
      tls_verify_status: 'Success',
      conn_trace_id: 'TID_3180a73013c8ca4bac2f731159d4b0fe',
    });
  });

  it('reads a failed handshake, a plain one, and a subject with spaces', async () => {
    const failed = CONNECTION_LINE.replace(' 4.036 ', ' - ').replace('Success', 'Failed:ClientCertUntrusted');
    const plain = '2023-10-04T17:05:15.514108Z 2001:db8::1 36280 80 - - - "-" - - -';
    const spaced = CONNECTION_LINE.replace('O=endEntity', 'O=End \\"Entity\\", Inc.');
    const { records, rejects } = await parsed(albConnection, [failed, plain, spaced].join('\n'));
    expect(rejects).to.deep.equal([]);
    expect(records[0]).to.include({ tls_verify_status: 'Failed:ClientCertUntrusted' });
    expect(records[0]).to.not.have.property('tls_handshake_latency');
    expect(Object.keys(records[1]!)).to.deep.equal(['timestamp', 'client_ip', 'client_port', 'listener_port']);
    expect(records[2]!.leaf_client_cert_subject).to.contain('O=End \\"Entity\\", Inc.');
  });

  it('reads the newer fields', async () => {
    const line = `${CONNECTION_LINE} X25519MLKEM768 app/my-loadbalancer/50dc6c495c0c9188 192.0.2.10`;
    expect(await recordOf(albConnection, line)).to.deep.include({
      tls_keyexchange: 'X25519MLKEM768',
      elb: 'app/my-loadbalancer/50dc6c495c0c9188',
      ip_address: '192.0.2.10',
    });
  });

  it('has a time in ISO 8601', async () => {
    expect(await times(albConnection, CONNECTION_LINE)).to.deep.equal(['2023-10-04T17:05:15.514108Z']);
  });
});

describe('alb-health-check', () => {
  it('reads a check that passed', async () => {
    expect(await recordOf(albHealthCheck, HEALTH_LINE)).to.deep.equal({
      type: 'http',
      time: '2025-10-31T12:44:59.875678Z',
      latency: 0.019584011,
      target_addr: '172.31.20.97:80',
      target_group_id: 'my-targets/73e2d6bc24d8a067',
      status: 'PASS',
      status_code: 200,
      elb: 'app/my-loadbalancer/50dc6c495c0c9188',
      ip_address: '192.0.2.10',
    });
  });

  it('keeps the ARN of a Lambda function whole, and the reason of a failure', async () => {
    expect(await recordOf(albHealthCheck, LAMBDA_HEALTH_LINE)).to.deep.include({
      type: 'lambda',
      target_addr: 'arn:aws:lambda:us-east-2:123456789012:function:my-function',
      status: 'FAIL',
      reason_code: 'TargetTimedOut',
    });
  });

  it('has a time in ISO 8601', async () => {
    expect(await times(albHealthCheck, HEALTH_LINE)).to.deep.equal(['2025-10-31T12:44:59.875678Z']);
  });
});

describe('widths of load-balancer logs', () => {
  const cases: readonly (readonly [LineFormat, string, number, readonly number[]])[] = [
    [elb, ELB_LINE, 12, [12, 15]],
    [alb, ALB_LINE, 17, [17, 25, 29, 30, 33, 34]],
    [nlb, NLB_ALPN_LINE, 18, [18, 21, 22]],
    [albConnection, `${CONNECTION_LINE} x app/a/b 192.0.2.10`, 11, [11, 12, 15]],
    [albHealthCheck, HEALTH_LINE, 8, [8, 10]],
  ];
  for (const [format, line, minimum, widths] of cases) {
    it(`of ${format.name} are ${widths.join(', ')}, and whatever AWS adds`, async () => {
      const { records, rejects } = await parsed(format, widths.map((width) => cut(line, width)).join('\n'));
      expect(rejects).to.deep.equal([]);
      expect(records).to.have.length(widths.length);
      expect(await recordOf(format, `${line} "new field" -`)).to.deep.include({ extra: ['new field', '-'] });
      const short = await parsed(format, cut(line, minimum - 1));
      expect(short).to.deep.equal({ records: [], rejects: ['too_few_fields'] });
    });
  }
});
