import { expect } from 'chai';
import { detect } from '../../../transforms/formats/detect.ts';
import { albExamples, elbExamples } from '../../helpers/lines.ts';

/** What an object is taken for, in a word. */
function verdict(key: string | undefined, line: string): string {
  const found = detect({ uri: 's3://bucket/whatever', ...(key === undefined ? {} : { key }) }, line);
  if ('unknown' in found) return `unknown: ${found.unknown}`;
  return `${'skip' in found ? `skip: ${found.skip}` : found.format.name} by ${found.by}`;
}

const folder = 'AWSLogs/123456789012/elasticloadbalancing/us-east-2/2022/05/01/';
const named = (name: string, end: string): string =>
  `${folder}123456789012_elasticloadbalancing_us-east-2_${name}_20220501T0000Z_${end}`;

describe('detect', () => {
  const keys: readonly [string, string, string][] = [
    ['classic logs', named('my-loadbalancer', '172.160.001.192_20sg8hgm.log'), 'elb by key'],
    ['classic logs in a prefix', `logs/prod/${named('my-loadbalancer', '172.160.001.192_20sg8hgm.log')}`, 'elb by key'],
    ['classic logs without a folder', named('lb', '172.160.001.192_20sg8hgm.log').slice(folder.length), 'elb by key'],
    ['ALB logs', named('app.my-loadbalancer.b13ea9d19f16d015', '192.0.2.1_x.log.gz'), 'alb by key'],
    ['a test file', 'p/AWSLogs/123456789012/ELBAccessLogTestFile', 'skip: ELB test file by key'],
    ['a test file of connection logs', 'AWSLogs/123456789012/ELBConnectionLogTestFile', 'skip: ELB test file by key'],
    ['a test file of health checks', 'AWSLogs/123456789012/ELBHealthCheckLogTestFile', 'skip: ELB test file by key'],
    [
      'connection logs',
      `${folder}conn_log_${named('app.x.1', '1_x.log.gz').slice(folder.length)}`,
      'unknown: its key says `conn_log_…`',
    ],
    [
      'connection logs as documents once said',
      `${folder}conn_log.${named('app.x.1', '1_x.log.gz').slice(folder.length)}`,
      'unknown: its key says `conn_log.…`',
    ],
    [
      'health checks',
      `${folder}health_check_log_${named('app.x.1', '1_x.log.gz').slice(folder.length)}`,
      'unknown: its key says `health_check_log_…`',
    ],
    [
      'network load balancers',
      named('net.my-loadbalancer.c6e77e28c25b2234', 'x.log.gz'),
      'unknown: its key is that of a network load balancer',
    ],
  ];
  for (const [what, key, expected] of keys) {
    it(`takes the key of ${what} for what it is`, () => expect(verdict(key, albExamples.http)).to.equal(expected));
  }

  it('looks at the path of a file as at a key', () => {
    expect(detect({ uri: `/var/${named('lb', '1.1.1.1_x.log')}` }, '')).to.include({ by: 'key' });
  });

  const lines: readonly [string, string, string][] = [
    ['a classic line', elbExamples.http, 'elb by first line'],
    ['a classic line of a TCP listener', elbExamples.tcp, 'elb by first line'],
    [
      'a classic line that met no backend',
      elbExamples.http.replace('10.0.0.1:80 0.000073', '- -1'),
      'elb by first line',
    ],
    ['an ALB line', albExamples.http, 'alb by first line'],
    ...['https', 'h2', 'grpcs', 'ws', 'wss'].map((type): [string, string, string] => [
      `an ALB line of ${type}`,
      albExamples.http.replace('http', type),
      'alb by first line',
    ]),
    ['no line', '', 'skip: no lines by first line'],
    [
      'a test line',
      'Enable AccessLog for ELB: shop at 2015-05-13T23:39:43.945958Z',
      'skip: ELB test file by first line',
    ],
    ['a test line of connection logs', 'Enable ConnectionLog for ELB: shop', 'skip: ELB test file by first line'],
  ];
  for (const [what, line, expected] of lines) {
    it(`takes ${what} for what it is`, () => expect(verdict('free/key', line)).to.equal(expected));
  }

  const unknown: readonly [string, string][] = [
    [
      'a health check, which begins like an ALB line',
      'http 2024-10-31T12:44:59.875678Z 0.019584584 172.31.20.97:80 mytg PASS 200 - app/x/1 -',
    ],
    [
      'a connection log, which begins like a classic line',
      '2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 - - - Success TID_1',
    ],
    [
      'a network load balancer',
      'tls 2.0 2020-04-01T08:51:42 net/my-network-loadbalancer/c6e77e28c25b2234 g3d4b5e8bb8464cd 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 - arn - TLS_AES tlsv12 - x h2 h2 "h2","http/1.1" 2020-04-01T08:51:20',
    ],
    ['JSON', '{"a":1}'],
    ['a header', '#Version: 1.0'],
    ['Apache', '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326'],
    [
      'a VPC flow log',
      '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
    ],
  ];
  for (const [what, line] of unknown) {
    it(`does not take ${what} for a format it knows`, () =>
      expect(verdict('free/key', line)).to.match(/^unknown: its first line is /));
  }

  it('shows no more than 80 characters of a line it does not know', () => {
    expect(verdict(undefined, 'x'.repeat(1000))).to.equal(`unknown: its first line is "${'x'.repeat(80)}"`);
  });
});
