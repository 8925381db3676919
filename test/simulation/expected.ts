import { Readable } from 'node:stream';
import type { Source } from '../../src/stage.ts';
import { memory } from '../../sinks/memory.ts';
import { etagOf } from './bad-s3.ts';
import { contentOf } from './content.ts';
import type { Schedule } from './schedule.ts';
import { shipping } from './shipping.ts';

export const BUCKET = 'logs';
export const KEY = 'a.log';

/** One line of JSON that the flow makes of a version of the object. */
export interface ExpectedLine {
  readonly text: string;
  /** Of the line or the item that it was made of. */
  readonly position: number;
}

/** Everything that the flow makes of a version, on a day without faults, in its order; ids included. */
export async function expectedOf(schedule: Schedule, version: number): Promise<readonly ExpectedLine[]> {
  const bytes = contentOf(schedule.content, version);
  const identity = JSON.stringify([BUCKET, KEY, etagOf(version)]);
  const origin = { uri: `s3://${BUCKET}/${KEY}`, bucket: BUCKET, key: KEY, identity };
  const source: Source = {
    name: 'content',
    open: () => Promise.resolve({ stream: Readable.from([bytes]), origin }),
  };
  const sink = memory();
  await shipping(schedule).to(sink).run(source);
  return sink.lines.map((text) => ({ text, position: positionIn(text) }));
}

/** The position that an event id ends in. */
function positionIn(line: string): number {
  const [, digits] = /"_id":"[\w-]{16}-([0-9a-z]+)(?:\.\d+)?"/.exec(line) ?? [];
  if (digits === undefined) throw new Error(`no event id in ${line}`);
  return parseInt(digits, 36);
}
