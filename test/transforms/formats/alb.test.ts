import { expect } from 'chai';
import { packed } from '../../../src/testing/batches.ts';
import { alb } from '../../../transforms/formats/alb.ts';
import { albExamples } from '../../helpers/lines.ts';

function recordOf(line: string): Record<string, unknown> {
  return JSON.parse(packed(alb, line).encode().bytes.toString()) as Record<string, unknown>;
}

/** The first cells of the example, quotes and all. */
const cut = (cells: number): string => (albExamples.http.match(/"[^"]*"|[^ ]+/g) ?? []).slice(0, cells).join(' ');

describe('the format of application load balancers', () => {
  it('reads the HTTP example of AWS', () => {
    expect(recordOf(albExamples.http)).to.deep.equal({
      type: 'http',
      time: '2018-07-02T22:23:00.186641Z',
      elb: 'app/my-loadbalancer/50dc6c495c0c9188',
      client_ip: '192.168.131.39',
      client_port: 2817,
      target_ip: '10.0.0.1',
      target_port: 80,
      request_processing_time: 0,
      target_processing_time: 0.001,
      response_processing_time: 0,
      elb_status_code: 200,
      target_status_code: 200,
      received_bytes: 34,
      sent_bytes: 366,
      request_verb: 'GET',
      request_url: 'http://www.example.com:80/',
      request_proto: 'HTTP/1.1',
      user_agent: 'curl/7.46.0',
      target_group_arn: 'arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067',
      trace_id: 'Root=1-58337262-36d228ad5d99923122bbe354',
      matched_rule_priority: 0,
      request_creation_time: '2018-07-02T22:22:48.364000Z',
      actions_executed: 'forward',
      target_port_list: '10.0.0.1:80',
      target_status_code_list: '200',
      conn_trace_id: 'TID_1234abcd5678ef90',
    });
  });

  it('reads the example of a Lambda target, which has no address', () => {
    expect(recordOf(albExamples.lambda))
      .to.include({ elb_status_code: 200 })
      .and.not.have.any.keys('target_ip', 'target_port');
  });

  for (const cells of [17, 25, 29, 30, 33]) {
    it(`reads files of ${cells} fields`, () => {
      expect(recordOf(cut(cells))).to.not.have.any.keys('error', 'extra');
    });
  }

  it('rejects a line of 16 fields', () => expect(recordOf(cut(16))).to.include({ error: 'too_few_fields' }));

  it('keeps an additional trailing -, which AWS announces', () => {
    expect(recordOf(`${albExamples.http} -`).extra).to.deep.equal(['-']);
  });

  it('keeps several targets in one cell', () => {
    const line = albExamples.http.replace('"10.0.0.1:80" "200"', '"10.0.0.1:80 10.0.0.2:80" "200 502"');
    expect(recordOf(line)).to.include({
      target_port_list: '10.0.0.1:80 10.0.0.2:80',
      target_status_code_list: '200 502',
    });
  });

  it('keeps a space before a domain name, a star, and empty actions', () => {
    const line = albExamples.http.replace('"-" "-" 0', '" a.example" "*" 0').replace('"forward"', '""');
    expect(recordOf(line)).to.include({ domain_name: ' a.example', chosen_cert_arn: '*', actions_executed: '' });
  });
});
