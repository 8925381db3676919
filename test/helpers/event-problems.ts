import { expect } from 'chai';
import { EventError, objectsIn } from '../../src/events.ts';

/** What is wrong with an event; fails where it is taken. */
export function problemsOf(event: unknown): readonly string[] {
  try {
    objectsIn(event);
  } catch (error) {
    if (error instanceof EventError) return error.problems;
    throw error;
  }
  return expect.fail('the event was taken');
}
