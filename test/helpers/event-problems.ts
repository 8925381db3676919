import { expect } from 'chai';
import { EventError } from '../../src/events/event-error.ts';
import { contentsOf } from '../../src/events/read-event.ts';

/** What is wrong with an event; fails where it is taken. */
export function problemsOf(event: unknown): readonly string[] {
  try {
    contentsOf(event);
  } catch (error) {
    if (error instanceof EventError) return error.problems;
    throw error;
  }
  return expect.fail('the event was taken');
}
