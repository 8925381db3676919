import type { FlumeError } from '../errors.ts';
import type { EventObject } from '../events/contents.ts';
import type { EventPart } from '../events/event-parts.ts';
import { isLetterFile } from '../letter.ts';

/** One thing to do, and the parts of the event that fail with it. */
export interface Task {
  /** An object to ship, or why a message could not be understood. */
  readonly work: EventObject | FlumeError;
  readonly parts: readonly EventPart[];
  /** Its number in the order of the event. */
  readonly place: number;
}

/** What has to be done one after another; when one fails, those behind it are not begun. */
export type Lane = readonly Task[];

/** So many bytes of an object, as it is stored, take one of the places for objects that are read side by side. */
export const BYTES_A_PLACE = 128 << 10;

/** How many places a lane takes: a large object needs the memory of several small ones. */
export function placesOf(lane: Lane): number {
  return Math.max(...lane.map(({ work }) => placesFor(work)));
}

function placesFor(work: Task['work']): number {
  if (!('bucket' in work)) return 1;
  // What another invocation had no time for is large, or behind what was.
  return work.event === 'continue' ? Infinity : Math.max(1, Math.ceil((work.size ?? 0) / BYTES_A_PLACE));
}

/**
 * The lanes of an event, in its order: one for each group of a FIFO queue, and one for every object otherwise. An object that is
 * named twice is read once: all of it was there before the event came, and what is read is its present version.
 */
export function lanesOf(parts: readonly EventPart[]): readonly Lane[] {
  const lanes = new Map<string, (Task & { readonly parts: EventPart[] })[]>();
  let place = 0;
  for (const [i, part] of parts.entries()) {
    const group = part.message?.group;
    for (const work of worksOf(part)) {
      const name = JSON.stringify(group === undefined ? nameOf(work, i) : { group });
      const lane = lanes.get(name) ?? [];
      lanes.set(name, lane);
      const [same] = group === undefined ? lane : [];
      if (same === undefined) lane.push({ work, parts: [part], place: place++ });
      else same.parts.push(part);
    }
  }
  return [...lanes.values()];
}

function worksOf({ objects, error }: EventPart): readonly Task['work'][] {
  return error === undefined ? objects.filter(({ key }) => !isLetterFile(key)) : [error];
}

/** The same for the same object, from the same byte on. */
function nameOf(work: Task['work'], part: number): readonly unknown[] {
  if (!('bucket' in work)) return [part];
  const { bucket, key, checkpoint } = work;
  return [bucket, key, checkpoint?.etag, checkpoint?.offset];
}
