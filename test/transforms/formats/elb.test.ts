import { expect } from 'chai';
import { packed } from '../../../src/testing/batches.ts';
import { elb } from '../../../transforms/formats/elb.ts';
import { elbExamples, elbWith } from '../../helpers/lines.ts';

function recordOf(line: string): unknown {
  return JSON.parse(packed(elb, line).encode().bytes.toString());
}

const http = {
  timestamp: '2015-05-13T23:39:43.945958Z',
  elb: 'my-loadbalancer',
  client_ip: '192.168.131.39',
  client_port: 2817,
  backend_ip: '10.0.0.1',
  backend_port: 80,
  request_processing_time: 0.000073,
  backend_processing_time: 0.001048,
  response_processing_time: 0.000057,
  elb_status_code: 200,
  backend_status_code: 200,
  received_bytes: 0,
  sent_bytes: 29,
  request_verb: 'GET',
  request_url: 'http://www.example.com:80/',
  request_proto: 'HTTP/1.1',
  user_agent: 'curl/7.38.0',
};

describe('the format of classic load balancers', () => {
  it('reads the HTTP example of AWS', () => expect(recordOf(elbExamples.http)).to.deep.equal(http));

  it('reads the HTTPS example', () => {
    expect(recordOf(elbExamples.https)).to.include({
      ssl_cipher: 'DHE-RSA-AES128-SHA',
      ssl_protocol: 'TLSv1.2',
      request_url: 'https://www.example.com:443/',
    });
  });

  it('reads the TCP example, whose status, request and user agent are empty', () => {
    expect(recordOf(elbExamples.tcp)).to.include({ received_bytes: 82, sent_bytes: 305 });
    expect(recordOf(elbExamples.tcp)).to.not.have.any.keys(
      'elb_status_code',
      'backend_status_code',
      'request',
      'request_verb',
      'request_url',
      'user_agent',
    );
  });

  it('reads a line that met no backend, whose -1 are data', () => {
    const record = recordOf(elbWith({ 3: '-', 4: '-1', 5: '-1', 6: '-1', 7: '503', 8: '0' }));
    expect(record).to.include({
      request_processing_time: -1,
      backend_processing_time: -1,
      response_processing_time: -1,
      elb_status_code: 503,
    });
    expect(record).to.not.have.any.keys('backend_ip', 'backend_port');
  });

  it('reads the 12 fields of before 2015', () => {
    const { user_agent, ...older } = http;
    expect(recordOf(elbExamples.http.replace(` "${user_agent}" - -`, ''))).to.deep.equal(older);
  });

  it('keeps what AWS may add', () => {
    expect(recordOf(`${elbExamples.http} - "a b"`)).to.deep.equal({ ...http, extra: ['-', 'a b'] });
  });

  it('reads a user agent with escaped quotes', () => {
    expect(recordOf(elbWith({ 12: '"x \\"y\\" z"' }))).to.include({ user_agent: 'x \\"y\\" z' });
  });

  it('reads a user agent that ends in an escaped quote and is cut there', () => {
    expect(recordOf(elbWith({ 12: '"x \\"' }))).to.include({ user_agent: 'x \\' });
  });

  it('rejects a line of 11 fields', () => {
    const line = elbExamples.http.split(' ').slice(0, 11).join(' ');
    expect(recordOf(line)).to.deep.equal({ message: line, tags: ['_parsefailure'], error: 'too_few_fields' });
  });

  it('has the same schema whenever it is asked', () => {
    expect(elb.schema('omit')).to.equal(elb.schema('omit')).and.not.equal(elb.schema('null'));
  });
});
