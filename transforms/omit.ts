import type { Records } from '../src/records.ts';
import type { SchemaStage } from '../src/stage.ts';

/** Leaves columns out. Throws ConfigError for a column that is not there. */
export function omit<R, K extends keyof R & string>(
  ...names: readonly K[]
): SchemaStage<Records<R>, Records<Omit<R, K>>> {
  return { name: 'omit', edit: (schema) => schema.omit(names) };
}
