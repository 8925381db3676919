import { ConfigError } from '../src/errors.ts';
import type { Records } from '../src/records.ts';
import type { SchemaStage } from '../src/stage.ts';

/** The time as written, under the name that Logstash and Elasticsearch expect. The column it had is gone. */
export type Timestamped<R> = Omit<R, '@timestamp'> & { readonly '@timestamp': string | undefined };

/** Renames the format's time column to `@timestamp`. Throws ConfigError where the format names none, or it is gone. */
export function timestamp<R>(): SchemaStage<Records<R>, Records<Timestamped<R>>> {
  return {
    name: 'timestamp',
    edit(schema) {
      if (schema.time === undefined) throw new ConfigError(['timestamp: the records have no time column']);
      return schema.time === '@timestamp' ? schema : schema.rename({ [schema.time]: '@timestamp' });
    },
  };
}
