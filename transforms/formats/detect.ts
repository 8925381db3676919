import type { Format } from '../../src/format.ts';
import type { Origin } from '../../src/origin.ts';
import { alb } from './alb.ts';
import { elb } from './elb.ts';

/** What an object turned out to be: a format, or something with no log lines in it; and how that was found. */
export type Detection =
  | { readonly format: Format; readonly by: 'key' | 'first line' }
  | { readonly skip: string; readonly by: 'key' | 'first line' }
  | { readonly unknown: string };

/** `<account>_elasticloadbalancing_<region>_<name>_<interval end>_…`, connection and health-check logs with a prefix. */
const LOAD_BALANCER =
  /(?:^|\/)((?:conn|health_check)_log[._])?\d{12}_elasticloadbalancing_[a-z0-9-]+_([^/]+)_\d{8}T\d{4}Z/;
const TEST_FILE = /(?:^|\/)ELB(?:Access|Connection|HealthCheck)LogTestFile$/;

const TEST_LINE = /^Enable (?:Access|Connection|HealthCheck) ?Log for ELB/i;
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z`;
const ALB_LINE = new RegExp(`^[a-z0-9]+ ${TIME} [^ ]*/[^ ]* `);
const ELB_LINE = new RegExp(`^${TIME} [^ ]+ [^ ]+ [^ ]+ -?[\\d.]+ `);

/** Tells the format of an object: by its key first, then by its first lines, of which none is empty. */
export function detect(origin: Origin, lines: readonly string[]): Detection {
  return byKey(origin.key ?? origin.uri) ?? byLine(lines[0] ?? '');
}

function byKey(key: string): Detection | undefined {
  if (TEST_FILE.test(key)) return { skip: 'ELB test file', by: 'key' };
  const [, prefix, name = ''] = LOAD_BALANCER.exec(key) ?? [];
  if (prefix !== undefined) return { unknown: `its key says \`${prefix}…\`` };
  if (name.startsWith('net.')) return { unknown: 'its key is that of a network load balancer' };
  if (name.startsWith('app.')) return { format: alb, by: 'key' };
  return name === '' ? undefined : { format: elb, by: 'key' };
}

function byLine(line: string): Detection {
  if (line === '') return { skip: 'no lines', by: 'first line' };
  if (TEST_LINE.test(line)) return { skip: 'ELB test file', by: 'first line' };
  if (ALB_LINE.test(line)) return { format: alb, by: 'first line' };
  if (ELB_LINE.test(line)) return { format: elb, by: 'first line' };
  return { unknown: `its first line is ${JSON.stringify(line.slice(0, 80))}` };
}
