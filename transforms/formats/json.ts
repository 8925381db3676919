import { jsonLines } from './json-lines.ts';

/**
 * JSON lines of any kind, as they are: also the load-balancer logs that AWS delivers as JSON. It has no time column, since
 * nobody can tell which member is the time, nor how it is written; rename one to `@timestamp` where it is in ISO 8601.
 */
export const json = jsonLines({ name: 'json' });
