import { expect } from 'chai';
import { applyTo } from '../../../src/testing/index.ts';
import { detect, type Detection } from '../../../transforms/formats/detect.ts';
import { auto, read } from '../../../transforms/read.ts';
import * as lines from '../../helpers/aws-lines.ts';

/** What was found, as the summary says it. */
function told(found: Detection): string {
  if ('unknown' in found) return `unknown: ${found.unknown}`;
  return `${'skip' in found ? `skip ${found.skip}` : found.format.name} (by ${found.by})`;
}

const byKey = (key: string, line = 'x'): string => told(detect({ uri: `s3://logs/${key}`, key }, [line]));
const byLine = (...first: readonly string[]): string => told(detect({ uri: 'memory:' }, first));

const LB = 'prefix/AWSLogs/123456789012/elasticloadbalancing/us-east-2/2014/02/15';
const NAME = '123456789012_elasticloadbalancing_us-east-2';
const END = '20140215T2340Z_172.160.001.192_20sg8hgm';

describe('detection by key', () => {
  const cases: readonly (readonly [string, string])[] = [
    [`${LB}/${NAME}_my-loadbalancer_${END}.log`, 'elb'],
    [`${NAME}_my-loadbalancer_${END}.log`, 'elb'],
    [`${LB}/${NAME}_app.my-loadbalancer.1234567890abcdef_${END}.log.gz`, 'alb'],
    [`${LB}/${NAME}_net.my-loadbalancer.1234567890abcdef_20140215T2340Z_20sg8hgm.log.gz`, 'nlb'],
    [`${LB}/conn_log_${NAME}_app.my-loadbalancer.1234567890abcdef_${END}.log.gz`, 'alb-connection'],
    [`${LB}/conn_log.${NAME}_app.my-loadbalancer.1234567890abcdef_${END}.log.gz`, 'alb-connection'],
    [`${LB}/health_check_log_${NAME}_app.my-loadbalancer.1234567890abcdef_${END}.log.gz`, 'alb-health-check'],
    ['AWSLogs/123456789012/ELBAccessLogTestFile', 'skip ELB test file'],
    ['prefix/AWSLogs/123456789012/ELBConnectionLogTestFile', 'skip ELB test file'],
    ['ELBHealthCheckLogTestFile', 'skip ELB test file'],
    [
      'AWSLogs/123456789012/vpcflowlogs/us-east-1/2018/06/20/123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz',
      'vpc-flow',
    ],
    [
      'AWSLogs/123456789012/CloudTrail/us-east-2/2015/08/01/123456789012_CloudTrail_us-east-2_20150801T0210Z_Mu0KsOhtH1ar15ZZ.json.gz',
      'cloudtrail',
    ],
    [
      'AWSLogs/123456789012/CloudTrail-Insight/us-east-2/2015/08/01/123456789012_CloudTrail-Insight_us-east-2_20150801T0210Z_Mu0KsOhtH1ar15ZZ.json.gz',
      'cloudtrail',
    ],
    [
      'AWSLogs/123456789012/CloudTrail-Digest/us-east-2/2015/08/17/123456789012_CloudTrail-Digest_us-east-2_trail_us-east-2_20150817T1414Z.json.gz',
      'skip CloudTrail digest',
    ],
    [
      'AWSLogs/123456789012/WAFLogs/us-east-1/TEST-WEBACL/2021/10/28/19/50/123456789012_waflogs_us-east-1_TEST-WEBACL_20211028T1950Z_e0ca43b5.log.gz',
      'waf',
    ],
    ['2021/10/28/19/aws-waf-logs-main-1-2021-10-28-19-50-31-e0ca43b5', 'waf'],
    ['example-prefix/EMLARXS9EXAMPLE.2019-11-14-20.RT4KCN4SGK9.gz', 'cloudfront'],
  ];
  for (const [key, expected] of cases) {
    it(`says ${expected} of ${key}`, () => {
      expect(byKey(key)).to.equal(`${expected} (by key)`);
    });
  }

  it('goes before the lines: a health check begins like an access log', () => {
    const key = `${LB}/health_check_log_${NAME}_app.lb.1_${END}.log.gz`;
    expect(byKey(key, lines.ALB_LINE)).to.equal('alb-health-check (by key)');
  });

  it('gives way to a line that is JSON', () => {
    const key = `${LB}/${NAME}_app.my-loadbalancer.1234567890abcdef_${END}.log.gz`;
    expect(byKey(key, '{"type":"http"}')).to.equal('json (by first line)');
  });

  it('says that Parquet is not read', () => {
    expect(byKey('AWSLogs/1/vpcflowlogs/123456789012_vpcflowlogs_us-east-1_fl-1_x.log.parquet')).to.contain('Parquet');
  });

  for (const key of [
    '2013-11-01-21-32-16-E568B2907131C0C0',
    'notes/conn_log.txt',
    'CloudTrail.md',
    'a.2019-11-14.gz',
  ]) {
    it(`says nothing of ${key}`, () => {
      expect(byKey(key, lines.S3_LINE)).to.equal('s3-access (by first line)');
    });
  }
});

describe('detection by the first lines', () => {
  const cases: readonly (readonly [string, ...string[]])[] = [
    ['elb', lines.ELB_LINE],
    ['elb', '2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 - -1 -1 -1 - - 0 0 "- - - " "-" - -'],
    ['alb', lines.ALB_LINE],
    ['alb', lines.ALB_LINE.replace('http ', 'grpcs ')],
    ['nlb', lines.NLB_LINE],
    ['alb-connection', lines.CONNECTION_LINE],
    ['alb-connection', '2023-10-04T17:05:15.514108Z 2001:db8::1 36280 80 - - - "-" - - -'],
    ['alb-health-check', lines.HEALTH_LINE],
    ['alb-health-check', lines.LAMBDA_HEALTH_LINE],
    ['alb-health-check', lines.HEALTH_LINE.replace('http ', 'h2 ').split(' ').slice(0, 6).join(' ')],
    ['s3-access', lines.S3_LINE],
    ['cloudfront', ...lines.CLOUDFRONT_HEADER.split('\n')],
    ['cloudfront', lines.tabbed(lines.CLOUDFRONT_LINE)],
    ['vpc-flow', lines.FLOW_HEADER, lines.FLOW_LINE],
    ['vpc-flow', 'srcaddr dstaddr bytes', '10.0.0.1 10.0.0.2 5'],
    ['vpc-flow', lines.NODATA_LINE],
    ['clf', lines.CLF_LINE],
    ['clf', `www.example.com:80 ${lines.CLF_LINE}`],
    ['combined', lines.COMBINED_LINE],
    ['combined', `www.example.com:80 ${lines.COMBINED_LINE}`],
    ['combined', lines.COMBINED_LINE.replace('frank', 'frank b')],
    ['combined', lines.COMBINED_LINE.replace('GET /apache_pb.gif HTTP/1.0', '')],
    ['combined', lines.COMBINED_LINE.replace('GET /apache_pb.gif HTTP/1.0', 'a \\" 200 1 b')],
    ['waf', '{"timestamp":1576280412771,"formatVersion":1,"webaclId":"arn:aws:wafv2:…"}'],
    ['cloudtrail', '{"Records":[{"eventVersion":"1.0"'],
    ['cloudtrail', '{', '    "Records": [{'],
    ['json', '{"type":"https","time":"2025-10-31T12:44:59.875678Z","elb":"app/my-loadbalancer/50dc6c495c0c9188"}'],
    ['skip CloudTrail digest', '{"awsAccountId":"123456789012","digestStartTime":"2015-08-17T14:01:31Z"}'],
    ['skip ELB test file', 'Enable AccessLog for ELB: my-loadbalancer at 2014-02-15T23:40:00.000Z'],
    ['skip ELB test file', 'Enable ConnectionLog for ELB: my-loadbalancer at 2023-10-04T17:05:15.514Z'],
    ['skip ELB test file', 'Enable HealthCheckLog for ELB: my-loadbalancer at 2025-10-31T12:44:59.875Z'],
    ['skip no lines'],
  ];
  for (const [expected, ...first] of cases) {
    it(`says ${expected} of ${JSON.stringify(first[0]?.slice(0, 60))}`, () => {
      expect(byLine(...first)).to.equal(`${expected} (by first line)`);
    });
  }

  for (const line of ['no such line', '[1, 2]', 'http://example.com/', 'start', 'a,b,c', '<134>1 2003-10-11 host']) {
    it(`does not know ${line}`, () => {
      expect(byLine(line)).to.equal(`unknown: its first line is ${JSON.stringify(line)}`);
    });
  }

  it('is quick for a line that is made to keep it busy', () => {
    const started = performance.now();
    for (const piece of ['a ', '" ', '\\"', '[', '1 ', '{"', '" 200 1']) {
      byLine(piece.repeat(30_000).trimEnd());
      byLine(`a - - [10/Oct/2000:13:55:36 -0700] ${piece.repeat(30_000)}`);
    }
    expect(performance.now() - started).to.be.below(2000);
  });

  it('is told with its reason to whoever listens', async () => {
    const { events, output } = await applyTo(read(auto), Buffer.from(`${lines.FLOW_HEADER}\n${lines.FLOW_LINE}\n`));
    expect(events).to.deep.equal([
      {
        type: 'format',
        format: 'vpc-flow (by first line)',
        name: 'vpc-flow',
        unit: 'bytes',
        header: lines.FLOW_HEADER,
      },
    ]);
    expect(output).to.have.length(1);
  });
});
