import { deepStrictEqual } from 'node:assert';
import { elb, timestamp } from '../src/index.ts';
import { applyTo, generate, packed } from '../src/testing/index.ts';
import { recordOf } from './plain-record.ts';

/** Throws when the flow and the plain objects do not say the same of generated lines: the comparison would be void. */
export async function same(lines: number): Promise<void> {
  const text = Buffer.concat([...generate.elb({ lines })]).toString();
  const { output } = await applyTo(timestamp(), packed(elb, text));
  const objects = text.trimEnd().split('\n').map(recordOf);
  const plain = objects.map((record) => ({ ...record, '@timestamp': record.timestamp, timestamp: undefined }));
  deepStrictEqual(JSON.parse(JSON.stringify(plain)), JSON.parse(JSON.stringify(output)));
}
