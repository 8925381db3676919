import { byHand } from './by-hand.ts';
import { joined, type Contents } from './contents.ts';
import { leftOver } from './continuation.ts';
import { snsNotification, snsRecord, sqsRecord } from './envelopes.ts';
import { eventBridge } from './event-bridge.ts';
import { allOf, EventError } from './event-error.ts';
import { s3Record } from './s3-record.ts';
import { isObject, nameWithin, shapeOf, WHOLE, type Place, type Shape } from './shape.ts';
import { testEvent } from './test-event.ts';

/** What an event may be, and the text in an envelope. */
const events: readonly Shape[] = [recordList, snsNotification, eventBridge, testEvent, leftOver, byHand];

/** What the members of `Records` may be. */
const records: readonly Shape[] = [s3Record, snsRecord, sqsRecord];

/** So many envelopes around one another are no accident; AWS makes two. */
const MAX_DEPTH = 8;

/** What an event is about, however it is wrapped. Throws EventError, which lists all problems, each by its place. */
export function contentsOf(event: unknown): Contents {
  return read(event, events, WHOLE, 0);
}

/** The same for one record of an event. */
export function contentsOfRecord(record: unknown, index: number): Contents {
  return read(record, records, `Records[${index}]`, 0);
}

function read(value: unknown, shapes: readonly Shape[], name: string, depth: number): Contents {
  const place: Place = {
    name,
    open(member, text) {
      const within = nameWithin(name, member);
      if (depth === MAX_DEPTH) throw new EventError([`${within} is wrapped more than ${MAX_DEPTH} times`]);
      return read(parsed(text, within), events, within, depth + 1);
    },
    each(member, list) {
      const all = list.map((record, i) => () => read(record, records, nameWithin(name, `${member}[${i}]`), depth));
      return joined(allOf(all));
    },
  };
  if (isObject(value)) {
    for (const shape of shapes) {
      const found = shape(value, place);
      if (found !== undefined) return found;
    }
  }
  throw new EventError([`${name} is no S3 notification: it is ${shapeOf(value)}`]);
}

/** Records of S3, SNS or SQS. */
function recordList(event: object, place: Place): Contents | undefined {
  return 'Records' in event && Array.isArray(event.Records) ? place.each('Records', event.Records) : undefined;
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EventError([`${name} is no JSON`]);
  }
}
