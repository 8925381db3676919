import type { JsonValue } from '../src/column.ts';
import type { Records } from '../src/records.ts';
import type { SchemaStage } from '../src/stage.ts';

/** What `set` makes of a record type. */
export type WithConstants<R, C> = Omit<R, keyof C> & C;

/**
 * Gives every record, and every reject that is shipped, the same fields: `{ environment: 'production' }`. A field of
 * that name is replaced; a dot in a name nests it in the JSON. Throws ConfigError for a name that cannot be one.
 */
export function set<R, const C extends Readonly<Record<string, JsonValue>>>(
  constants: C,
): SchemaStage<Records<R>, Records<WithConstants<R, C>>> {
  return { name: 'set', edit: (schema) => schema.set(constants) };
}
