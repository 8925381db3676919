import type * as v from 'valibot';
import type { Contents } from './contents.ts';
import { EventError } from './event-error.ts';

/** One kind of event, or of the records in it: what it says; undefined where the value is of another kind. Throws EventError. */
export type Shape = (value: object, place: Place) => Contents | undefined;

/** Where in an event a value stands. */
export interface Place {
  /** As a person would write it: `the event`, `Records[2].body.Message`. */
  readonly name: string;
  /** The contents of an event that stands as text in a member of this value, named as from here. Throws EventError. */
  open(member: string, text: string): Contents;
  /** The contents of a list of records in a member of this value. Throws EventError. */
  each(member: string, records: readonly unknown[]): Contents;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name of what stands in `member` of what is called `place`. */
export function nameWithin(place: string, member: string): string {
  return place === WHOLE ? member : `${place}.${member}`;
}

/** What a person calls the event itself. */
export const WHOLE = 'the event';

/** What is wrong with a value that looked right at first sight; all of it. */
export function misshapen(place: Place, value: object, issues: readonly v.BaseIssue<unknown>[]): EventError {
  return new EventError(
    issues.map((issue) => {
      const path = (issue.path ?? []).map(({ key }) => String(key)).join('.');
      return problemAt(place, `${path} ${faultOf(issue)}`, value);
    }),
  );
}

/** A problem with its place and the shape of what is there; no values. */
export function problemAt({ name }: Pick<Place, 'name'>, problem: string, value: unknown): string {
  return `${name} is no S3 notification: ${problem}; it is ${shapeOf(value)}`;
}

function faultOf({ type, kind, input, message }: v.BaseIssue<unknown>): string {
  if (input === undefined) return 'is missing';
  if (type === 'non_empty') return 'is empty';
  return kind === 'schema' ? `is ${kindOf(input)}, where ${type} was expected` : message;
}

/** The names of its top level, and of the first of its records; no values. */
export function shapeOf(value: unknown): string {
  if (!isObject(value)) return kindOf(value);
  const records: unknown = 'Records' in value ? value.Records : undefined;
  const first: unknown = Array.isArray(records) ? records[0] : undefined;
  const each = isObject(first) ? `, where Records[0] has ${namesOf(first)}` : '';
  return `object with ${namesOf(value)}${each}`;
}

function namesOf(object: object): string {
  return Object.keys(object).slice(0, 20).join(', ') || 'nothing in it';
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
