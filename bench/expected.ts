import { deepStrictEqual } from 'node:assert';
import { generate } from '../src/testing/generate.ts';
import type { Input } from './inputs.ts';
import { plainAlb } from './senders/plain-alb.ts';
import { plainElb } from './senders/plain-elb.ts';
import { renamed, parsed } from './senders/plain-format.ts';

/** Enough for what a sender may send first when several connections compete. */
const FIRST_LINES = 4000;

/**
 * Throws unless the JSON that arrived first has every field of its line with the value it should have, and no other of
 * the line's fields. The line is found by its time.
 */
export function checkFirst(json: string, { format }: Input, who: string): void {
  const record: unknown = JSON.parse(json);
  const time: unknown = typeof record === 'object' && record !== null ? Reflect.get(record, '@timestamp') : undefined;
  if (typeof time !== 'string') throw new Error(`${who}: no \`@timestamp\` in ${json}`);
  const log = Buffer.concat([...generate[format]({ lines: FIRST_LINES })]).toString();
  const line = log.split('\n').find((text) => text.includes(time));
  if (line === undefined) throw new Error(`${who}: none of the first ${FIRST_LINES} lines has the time ${time}`);
  const plain =
    format === 'elb' ? renamed(plainElb, parsed(plainElb, line)) : renamed(plainAlb, parsed(plainAlb, line));
  const expected: unknown = JSON.parse(JSON.stringify(plain));
  const seen = Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => name in plain));
  deepStrictEqual(seen, expected, `${who} does not send what its input says: ${json}`);
}
