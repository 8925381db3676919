import type { Records } from '../src/records.ts';
import type { SchemaStage } from '../src/stage.ts';

/** The time under the name that Logstash and Elasticsearch expect. The column it had is gone. */
export type Timestamped<R> = Omit<R, '@timestamp'> & { readonly '@timestamp': string | undefined };

/**
 * The format's time column as `@timestamp`, in ISO 8601 and UTC. A time that cannot be read stays as it is written.
 * Throws ConfigError where the format names no time column, or it is gone.
 */
export function timestamp<R>(): SchemaStage<Records<R>, Records<Timestamped<R>>> {
  return { name: 'timestamp', edit: (schema) => schema.timestamp('@timestamp') };
}
