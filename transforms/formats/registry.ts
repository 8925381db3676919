import type { Format } from '../../src/format.ts';
import { albConnection } from './alb-connection.ts';
import { albHealthCheck } from './alb-health-check.ts';
import { alb } from './alb.ts';
import { clf } from './clf.ts';
import { cloudfront } from './cloudfront.ts';
import { cloudtrail } from './cloudtrail.ts';
import { combined } from './combined.ts';
import { elb } from './elb.ts';
import { json } from './json.ts';
import { nlb } from './nlb.ts';
import { s3Access } from './s3-access.ts';
import { vpcFlow } from './vpc-flow.ts';
import { waf } from './waf.ts';

/** Every format by the name that `--format` takes. */
export const formats: Readonly<Record<string, Format>> = {
  elb,
  alb,
  nlb,
  'alb-connection': albConnection,
  'alb-health-check': albHealthCheck,
  's3-access': s3Access,
  cloudfront,
  'vpc-flow': vpcFlow,
  waf,
  cloudtrail,
  clf,
  combined,
  json,
};
