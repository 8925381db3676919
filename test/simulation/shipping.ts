import { flow, type Flow } from '../../src/flow.ts';
import { filter, flatMap } from '../../src/lift.ts';
import type { Records } from '../../src/records.ts';
import { eventId } from '../../transforms/event-id.ts';
import { formats } from '../../transforms/formats/registry.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { readLetters } from '../../transforms/read-letters.ts';
import { auto, read } from '../../transforms/read.ts';
import type { Schedule } from './schedule.ts';

/** The column by which `filtered` goes, of each format. */
const columns: Readonly<Record<string, string>> = { json: 'status', cloudfront: 'sc_status', cloudtrail: 'eventName' };

/** The flow of a schedule, up to its sink; with `readLetters` that of a replay. */
export function shipping(
  { content, flow: settings }: Pick<Schedule, 'content' | 'flow'>,
  reader: typeof read | typeof readLetters = read,
): Flow<Records> {
  const format = formats[content.format];
  if (format === undefined) throw new Error(`no format ${content.format}`);
  const { batchBytes, shape } = settings;
  const records = flow(gunzip(), reader(settings.auto ? auto : format, { batchBytes }));
  const column = columns[content.format] ?? 'elb_status_code';
  if (shape === 'filtered')
    return records.through(filter((row) => !String(row[column]).startsWith('2'))).through(eventId());
  if (shape === 'copied') return records.through(flatMap((record) => [record, record])).through(eventId());
  return records.through(eventId());
}
