import { alb, albConnection, albHealthCheck, elb, nlb } from './balancers.ts';
import { cloudtrail, json, waf } from './json.ts';
import type { Sample } from './sample.ts';
import { clf, cloudfront, combined, s3Access, vpcFlow } from './web.ts';

export type { Sample } from './sample.ts';

/** Lines of every format, by its name. */
export const samples: Readonly<Record<string, Sample>> = {
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
