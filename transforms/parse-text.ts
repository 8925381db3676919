import type { TextFormat } from '../src/format.ts';
import { Lease } from '../src/kernel/index.ts';
import type { Lines } from '../src/lines.ts';
import { OpenSchema } from '../src/open-schema.ts';
import type { Origin } from '../src/origin.ts';
import { PlainRecords, type Mark } from '../src/plain.ts';
import { asError, mergeRejects, type Records, type Reject } from '../src/records.ts';
import { rejectText } from '../src/reject.ts';

const LF = 0x0a;
const CR = 0x0d;

/** One batch of lines as plain records, by a format of text. Empty lines are skipped, a throw rejects the line. */
export function parseText<R>(lines: Lines, format: TextFormat<R>, origin: Origin): Records<R> {
  const { bytes, offset, end } = lines;
  const { maxLineBytes = Infinity } = format;
  const objects: R[] = [];
  const marks: Mark[] = [];
  const rejects: Reject[] = [];
  let skipped = 0;
  for (let from = 0, next = 0; from < bytes.length; from = next) {
    next = bytes.indexOf(LF, from) + 1;
    const to = bytes[next - 2] === CR && next - 2 >= from ? next - 2 : next - 1;
    if (to === from) {
      skipped += 1;
      continue;
    }
    const made =
      to - from > maxLineBytes ? new Error('line_too_long') : attempt(format, bytes.toString('utf8', from, to));
    if (made instanceof Error) {
      const text = rejectText(bytes, from, to);
      rejects.push({ kind: 'parsing', stage: 'parse', offset: offset + from, reason: made.message, text });
    } else {
      objects.push(made.record);
      marks.push({ offset: offset + from, ordinal: '', from, to });
    }
  }
  return new PlainRecords<R>({
    origin,
    start: offset,
    end,
    rejects: mergeRejects(lines.rejects, rejects),
    skipped,
    bytes,
    schema: OpenSchema.of(format.time, format.name),
    objects,
    marks,
    lease: new Lease([bytes]),
  });
}

function attempt<R>(format: TextFormat<R>, line: string): { readonly record: R } | Error {
  try {
    return { record: format.recordOf(line) };
  } catch (thrown) {
    return asError(thrown);
  }
}
