import { nothing, type Contents } from './contents.ts';

/** What S3 sends once when notifications are switched on: nothing to do. */
export function testEvent(event: object): Contents | undefined {
  return 'Event' in event && event.Event === 's3:TestEvent' ? nothing : undefined;
}
