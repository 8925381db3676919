import type { CloudTrailRecord } from './cloudtrail-record.ts';
import { jsonDocument } from './json-document.ts';

/**
 * CloudTrail's events: one document `{"Records": […]}` an object, read as it streams by. The time is when the request was
 * completed.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const cloudtrail = jsonDocument<CloudTrailRecord>({ name: 'cloudtrail', path: 'Records', time: 'eventTime' });
