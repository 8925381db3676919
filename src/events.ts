import * as v from 'valibot';
import type { ObjectCheckpoint } from './checkpoint.ts';
import { continuationIn, saysContinue } from './continuation.ts';
import { FlumeError } from './errors.ts';

/** An object to read, and what happened to it. */
export interface EventObject {
  readonly bucket: string;
  /** As S3 knows it, decoded. */
  readonly key: string;
  /** `ObjectCreated:Put`; `continue` where another invocation left it to this one. */
  readonly event: string;
  /** How many invocations have left it so far. Default: 0. */
  readonly attempt?: number;
  /** Where to go on. Absent: at the beginning. */
  readonly checkpoint?: ObjectCheckpoint;
}

export interface ReadEvent {
  /** In the order of the event. */
  readonly objects: readonly EventObject[];
  /** Objects of which the event says anything but that they were created: removed, tagged, restored … */
  readonly passedOver: readonly EventObject[];
}

/** Thrown for an event that is none we know. The message shows its shape, never its contents. */
export class EventError extends FlumeError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'), { code: 'ERR_EVENT', stage: 'event' });
    this.problems = problems;
  }
}

/** One kind of event: what it says; undefined where the event is of another kind. Throws EventError. */
type Reader = (event: unknown) => ReadEvent | undefined;

const readers: readonly Reader[] = [sqsMessages, s3Notification, s3TestEvent];

/** The objects that a Lambda was invoked for. Throws EventError, which lists all problems. */
export function objectsIn(event: unknown): ReadEvent {
  for (const reader of readers) {
    const found = reader(event);
    if (found !== undefined) return found;
  }
  throw new EventError([`the event is no S3 notification: it is ${shapeOf(event)}`]);
}

const recordSchema = v.object({
  /** Absent in events written by hand. */
  eventName: v.optional(v.string(), 'ObjectCreated'),
  s3: v.object({
    bucket: v.object({ name: v.pipe(v.string(), v.nonEmpty()) }),
    object: v.object({ key: v.pipe(v.string(), v.nonEmpty(), v.rawTransform(decoded)) }),
  }),
});
const notificationSchema = v.object({ Records: v.array(recordSchema) });

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function s3Notification(event: unknown): ReadEvent | undefined {
  if (!isObject(event) || !('Records' in event)) return undefined;
  const result = v.safeParse(notificationSchema, event);
  if (!result.success) throw new EventError(result.issues.map((issue) => problemOf(issue, event)));
  const all = result.output.Records.map(({ eventName, s3 }): EventObject => {
    return { bucket: s3.bucket.name, key: s3.object.key, event: eventName.replace(/^s3:/, '') };
  });
  return {
    objects: all.filter((object) => isCreation(object)),
    passedOver: all.filter((object) => !isCreation(object)),
  };
}

const sqsSchema = v.object({ Records: v.array(v.object({ body: v.string() })) });

/**
 * Messages of a queue: each holds a notification, or what an invocation left to another.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
function sqsMessages(event: unknown): ReadEvent | undefined {
  const messages = v.safeParse(sqsSchema, event);
  if (!messages.success || messages.output.Records.length === 0) return undefined;
  const found = messages.output.Records.map(({ body }) => inMessage(body));
  return {
    objects: found.flatMap(({ objects }) => objects),
    passedOver: found.flatMap(({ passedOver }) => passedOver),
  };
}

function inMessage(text: string): ReadEvent {
  const body = json(text);
  if (!saysContinue(body)) return objectsIn(body);
  const found = continuationIn(body);
  if (found === undefined) {
    throw new EventError([
      `a message says that it continues a run, and is not as this version writes it: it is ${shapeOf(body)}`,
    ]);
  }
  const event = 'continue';
  if ('object' in found) return { objects: [{ ...found.object, event }], passedOver: [] };
  const { checkpoint } = found;
  const { bucket, key, attempt } = checkpoint;
  return { objects: [{ bucket, key, event, attempt, checkpoint }], passedOver: [] };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EventError(['the body of a message is no JSON']);
  }
}

/** What S3 sends once when notifications are switched on. */
function s3TestEvent(event: unknown): ReadEvent | undefined {
  return isObject(event) && 'Event' in event && event.Event === 's3:TestEvent'
    ? { objects: [], passedOver: [] }
    : undefined;
}

function isCreation({ event }: EventObject): boolean {
  return event.startsWith('ObjectCreated');
}

/** Keys come as a form encodes them: a space as `+`, a plus as `%2B`. */
function decoded({ dataset, addIssue, NEVER }: v.RawTransformContext<string>): string {
  try {
    return decodeURIComponent(dataset.value.replaceAll('+', ' '));
  } catch {
    addIssue({ message: 'is not URL-encoded' });
    return NEVER;
  }
}

function problemOf(issue: v.BaseIssue<unknown>, event: object): string {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return `the event is no S3 notification: ${path.slice(1)} ${faultOf(issue)}; it is ${shapeOf(event)}`;
}

function faultOf({ type, kind, input, message }: v.BaseIssue<unknown>): string {
  if (input === undefined) return 'is missing';
  if (type === 'non_empty') return 'is empty';
  return kind === 'schema' ? `is ${kindOf(input)}, where ${type} was expected` : message;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names of its top level, and of the first of its records; no values. */
function shapeOf(event: unknown): string {
  if (!isObject(event)) return kindOf(event);
  const records: unknown = 'Records' in event ? event.Records : undefined;
  const first: unknown = Array.isArray(records) ? records[0] : undefined;
  const each = isObject(first) ? `, where Records[0] has ${namesOf(first)}` : '';
  return `object with ${namesOf(event)}${each}`;
}

function namesOf(object: object): string {
  return Object.keys(object).slice(0, 20).join(', ') || 'nothing in it';
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
