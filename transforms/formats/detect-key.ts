import { albConnection } from './alb-connection.ts';
import { albHealthCheck } from './alb-health-check.ts';
import { alb } from './alb.ts';
import { cloudfront } from './cloudfront.ts';
import { cloudtrail } from './cloudtrail.ts';
import type { Found } from './detect.ts';
import { elb } from './elb.ts';
import { nlb } from './nlb.ts';
import { vpcFlow } from './vpc-flow.ts';
import { waf } from './waf.ts';

/** How AWS names objects; the first rule that fits decides. S3 access logs may have any key. */
const rules: readonly (readonly [RegExp, Found])[] = [
  [/(?:^|\/)ELB(?:Access|Connection|HealthCheck)LogTestFile$/, { skip: 'ELB test file' }],
  [/(?:^|[/_])CloudTrail-Digest[/_]/, { skip: 'CloudTrail digest' }],
  [/\.parquet$/, { unknown: 'its key says Parquet, which is not read' }],
  [/(?:^|\/)conn_log[._]\d{12}_elasticloadbalancing_/, { format: albConnection }],
  [/(?:^|\/)health_check_log[._]\d{12}_elasticloadbalancing_/, { format: albHealthCheck }],
  [/(?:^|\/)\d{12}_elasticloadbalancing_[a-z0-9-]+_app\.[^/]+_\d{8}T\d{4}Z/, { format: alb }],
  [/(?:^|\/)\d{12}_elasticloadbalancing_[a-z0-9-]+_net\.[^/]+_\d{8}T\d{4}Z/, { format: nlb }],
  [/(?:^|\/)\d{12}_elasticloadbalancing_[a-z0-9-]+_[^/.]+_\d{8}T\d{4}Z/, { format: elb }],
  [/(?:^|\/)\d{12}_vpcflowlogs_[a-z0-9-]+_/, { format: vpcFlow }],
  [/(?:^|\/)\d{12}_waflogs_[a-z0-9-]+_|(?:^|\/)aws-waf-logs-[^/]+$/, { format: waf }],
  [/(?:^|\/)\d{12}_CloudTrail(?:-[A-Za-z]+)?_[a-z0-9-]+_/, { format: cloudtrail }],
  [/(?:^|\/)[A-Z0-9]+\.\d{4}-\d\d-\d\d-\d\d\.[A-Za-z0-9]+\.gz$/, { format: cloudfront }],
];

/** What the key of an object says; undefined where it says nothing. */
export function byKey(key: string): Found | undefined {
  return rules.find(([pattern]) => pattern.test(key))?.[1];
}
