import { expect } from 'chai';
import { alb } from '../../transforms/formats/alb.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { nlb } from '../../transforms/formats/nlb.ts';
import { ecsOf, nlbExample } from '../helpers/ecs.ts';
import { albExamples, elbExamples } from '../helpers/lines.ts';

const constants = {
  ecs: { version: '8.11.0' },
  cloud: { provider: 'aws' },
  data_stream: { type: 'logs', dataset: 'aws.elb_logs' },
};
const event = { kind: 'event', module: 'aws', dataset: 'aws.elb_logs' };

describe('ecs, on the documented examples', () => {
  it('gives a classic line of an HTTPS listener its names', async () => {
    expect(await ecsOf(elb, elbExamples.https)).to.deep.equal({
      ...constants,
      '@timestamp': '2015-05-13T23:39:43.945958Z',
      event: { ...event, category: ['web'], outcome: 'success', end: '2015-05-13T23:39:43.945958Z' },
      source: { address: '192.168.131.39', ip: '192.168.131.39', port: 2817 },
      http: {
        request: { method: 'GET', body: { bytes: 0 } },
        response: { status_code: 200, body: { bytes: 57 } },
        version: '1.1',
      },
      url: {
        original: 'https://www.example.com:443/',
        scheme: 'https',
        domain: 'www.example.com',
        port: 443,
        path: '/',
      },
      user_agent: { original: 'curl/7.38.0' },
      tls: { cipher: 'DHE-RSA-AES128-SHA', version: '1.2', version_protocol: 'tls' },
      aws: {
        elb: {
          name: 'my-loadbalancer',
          protocol: 'http',
          backend: { ip: '10.0.0.1', port: 80, http: { response: { status_code: 200 } } },
          request_processing_time: { sec: 0.000086 },
          backend_processing_time: { sec: 0.001048 },
          response_processing_time: { sec: 0.001337 },
          ssl_cipher: 'DHE-RSA-AES128-SHA',
          ssl_protocol: 'TLSv1.2',
        },
      },
    });
  });

  it('gives a classic line of a TCP listener the bytes of a connection', async () => {
    expect(await ecsOf(elb, elbExamples.tcp)).to.deep.equal({
      ...constants,
      '@timestamp': '2015-05-13T23:39:43.945958Z',
      event: { ...event, category: ['network'], end: '2015-05-13T23:39:43.945958Z' },
      source: { address: '192.168.131.39', ip: '192.168.131.39', port: 2817, bytes: 82 },
      destination: { bytes: 305 },
      aws: {
        elb: {
          name: 'my-loadbalancer',
          protocol: 'tcp',
          backend: { ip: '10.0.0.1', port: 80 },
          request_processing_time: { sec: 0.001069 },
          backend_processing_time: { sec: 0.000028 },
          response_processing_time: { sec: 0.000041 },
        },
      },
    });
  });

  it('gives an ALB line its names', async () => {
    const trace = 'Root=1-58337262-36d228ad5d99923122bbe354';
    expect(await ecsOf(alb, albExamples.http)).to.deep.equal({
      ...constants,
      '@timestamp': '2018-07-02T22:23:00.186641Z',
      event: {
        ...event,
        category: ['web'],
        outcome: 'success',
        start: '2018-07-02T22:22:48.364000Z',
        end: '2018-07-02T22:23:00.186641Z',
      },
      source: { address: '192.168.131.39', ip: '192.168.131.39', port: 2817 },
      http: {
        request: { method: 'GET', body: { bytes: 34 } },
        response: { status_code: 200, body: { bytes: 366 } },
        version: '1.1',
      },
      url: { original: 'http://www.example.com:80/', scheme: 'http', domain: 'www.example.com', port: 80, path: '/' },
      user_agent: { original: 'curl/7.46.0' },
      trace: { id: trace },
      aws: {
        elb: {
          type: 'http',
          name: 'app/my-loadbalancer/50dc6c495c0c9188',
          protocol: 'http',
          backend: { ip: '10.0.0.1', port: 80, http: { response: { status_code: 200 } } },
          request_processing_time: { sec: 0 },
          backend_processing_time: { sec: 0.001 },
          response_processing_time: { sec: 0 },
          target_group: {
            arn: 'arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067',
          },
          trace_id: trace,
          matched_rule_priority: '0',
          action_executed: ['forward'],
          target_port: ['10.0.0.1:80'],
          target_status_code: ['200'],
          conn_trace_id: 'TID_1234abcd5678ef90',
        },
      },
    });
  });

  it('gives an NLB line its names', async () => {
    expect(await ecsOf(nlb, nlbExample)).to.deep.equal({
      ...constants,
      '@timestamp': '2020-04-01T08:51:42Z',
      event: { ...event, category: ['network'], end: '2020-04-01T08:51:42Z' },
      source: { address: '72.21.218.154', ip: '72.21.218.154', port: 51341, bytes: 98 },
      destination: { bytes: 246, domain: 'my-network-loadbalancer-c6e77e28c25b2234.elb.us-east-2.amazonaws.com' },
      tls: { cipher: 'ECDHE-RSA-AES128-SHA', version: '1.2', version_protocol: 'tls' },
      aws: {
        elb: {
          type: 'tls',
          version: '2.0',
          name: 'net/my-network-loadbalancer/c6e77e28c25b2234',
          listener: 'g3d4b5e8bb8464cd',
          protocol: 'tcp',
          backend: { ip: '172.100.100.185', port: 443 },
          connection_time: { ms: 5 },
          tls_handshake_time: { ms: 2 },
          chosen_cert: {
            arn: 'arn:aws:acm:us-east-2:671290407336:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99',
          },
          ssl_cipher: 'ECDHE-RSA-AES128-SHA',
          ssl_protocol: 'tlsv12',
          alpn_fe_protocol: 'h2',
          alpn_be_protocol: 'h2',
          alpn_client_preference_list: '"h2","http/1.1"',
          tls_connection_creation_time: '2020-04-01T08:51:20Z',
        },
      },
    });
  });
});
