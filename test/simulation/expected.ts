import { Readable } from 'node:stream';
import * as v from 'valibot';
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
  /** Of a reject: the line that it is, and why it is one. */
  readonly rejected: { readonly line: string; readonly reason: string } | undefined;
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
  return sink.lines.map((text) => {
    const [, digits = ''] = /^[\w-]{16}-([0-9a-z]+)(?:\.\d+)?$/.exec(idIn(text)) ?? [];
    return { text, position: parseInt(digits, 36), rejected: rejectedIn(text) };
  });
}

/** The event id of a line of JSON. */
export function idIn(line: string): string {
  const [, id] = /"_id":"([^"]+)"/.exec(line) ?? [];
  if (id === undefined) throw new Error(`no event id in ${line}`);
  return id;
}

const reject = v.looseObject({ message: v.string(), tags: v.tuple([v.literal('_parsefailure')]), error: v.string() });

function rejectedIn(line: string): ExpectedLine['rejected'] {
  const { success, output } = v.safeParse(reject, JSON.parse(line));
  return success ? { line: output.message, reason: output.error } : undefined;
}
