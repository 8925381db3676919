import { deepStrictEqual } from 'node:assert';
import { alb, elb, timestamp, type LineFormat } from '../src/index.ts';
import { applyTo, generate, packed } from '../src/testing/index.ts';
import { plainAlb } from './senders/plain-alb.ts';
import { plainElb } from './senders/plain-elb.ts';
import { parsed, renamed, type PlainFormat } from './senders/plain-format.ts';

/** Throws when the flow and the plain objects do not say the same of generated lines: the comparison would be void. */
export async function same(lines: number): Promise<void> {
  await compare(elb, plainElb, [...generate.elb({ lines })]);
  await compare(alb, plainAlb, [...generate.alb({ lines })]);
}

async function compare<R extends object>(format: LineFormat, plain: PlainFormat<R>, log: Buffer[]): Promise<void> {
  const text = Buffer.concat(log).toString();
  const { output } = await applyTo(timestamp(), packed(format, text));
  const objects = text
    .trimEnd()
    .split('\n')
    .map((line) => renamed(plain, parsed(plain, line)));
  deepStrictEqual(JSON.parse(JSON.stringify(objects)), JSON.parse(JSON.stringify(output)));
}
