import { albConnection } from './alb-connection.ts';
import { albHealthCheck } from './alb-health-check.ts';
import { alb } from './alb.ts';
import { clf } from './clf.ts';
import { cloudfront } from './cloudfront.ts';
import { cloudtrail } from './cloudtrail.ts';
import { combined } from './combined.ts';
import type { Found } from './detect.ts';
import { elb } from './elb.ts';
import { json } from './json.ts';
import { nlb } from './nlb.ts';
import { s3Access } from './s3-access.ts';
import { flowFieldsIn, vpcFlow } from './vpc-flow.ts';
import { waf } from './waf.ts';

const SECONDS = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*`;
const TIME = `${SECONDS}Z`;
const CLF_TIME = String.raw`\[\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]`;
const CLF = `^(?:[^ ]+ ){3,}?${CLF_TIME} `;

/** What a first line looks like; the first rule that fits decides. */
const rules: readonly (readonly [RegExp, Found])[] = [
  [/^Enable (?:Access|Connection|Health ?Check) ?Log for ELB/i, { skip: 'ELB test file' }],
  // Before `alb`: both begin with a type and a time.
  [
    new RegExp(String.raw`^[a-z0-9]+ ${TIME} (?:-|[\d.]+) [^ ]+ [^ ]+ (?:PASS|FAIL)(?: |$)`),
    { format: albHealthCheck },
  ],
  [new RegExp(`^[a-z0-9]+ ${TIME} [^ ]*/[^ ]* `), { format: alb }],
  [new RegExp(String.raw`^tls \d+\.\d+ ${SECONDS}Z? [^ ]*/[^ ]* `), { format: nlb }],
  [new RegExp(String.raw`^${TIME} [\da-f.:]+ \d+ \d+ (?:TLS|-)[^ ]* `), { format: albConnection }],
  [new RegExp(String.raw`^${TIME} [^ ]+ [^ ]+ [^ ]+ -?[\d.]+ `), { format: elb }],
  [/^#(?:Version|Fields):/, { format: cloudfront }],
  [/^\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t/, { format: cloudfront }],
  [/^\d+ (?:\d{12}|unknown) eni-[\da-f]+ /, { format: vpcFlow }],
  [new RegExp(`^[^ ]+ [^ ]+ ${CLF_TIME} `), { format: s3Access }],
  [new RegExp(String.raw`${CLF}.* (?:\d{3}|-) (?:\d+|-) "`), { format: combined }],
  [new RegExp(CLF), { format: clf }],
  [/^\{.*"digestStartTime"/, { skip: 'CloudTrail digest' }],
  [/^\{\s*"Records"\s*:\s*\[/, { format: cloudtrail }],
  [/^\{.*"webaclId"/, { format: waf }],
  [/^\{/, { format: json }],
];

/** What the first lines of an object say; none of them is empty. */
export function byLine(lines: readonly string[]): Found {
  const [first = '', second = ''] = lines;
  if (first === '') return { skip: 'no lines' };
  if ((flowFieldsIn([first])?.names.length ?? 0) > 2) return { format: vpcFlow };
  // A document may be written over several lines.
  const line = first === '{' ? first + second : first;
  const found = rules.find(([pattern]) => pattern.test(line))?.[1];
  return found ?? { unknown: `its first line is ${JSON.stringify(first.slice(0, 80))}` };
}
