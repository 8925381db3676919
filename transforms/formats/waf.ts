import { jsonLines } from './json-lines.ts';
import type { WafRecord } from './waf-record.ts';

/**
 * Logs of AWS WAF: one JSON object a line. The time is when WAF received the request, in milliseconds since 1970.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 */
export const waf = jsonLines<WafRecord>({ name: 'waf', time: { name: 'timestamp', style: 'epoch-milliseconds' } });
