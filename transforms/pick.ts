import type { Records } from '../src/records.ts';
import type { SchemaStage } from '../src/stage.ts';

/** Keeps these columns alone, in the order they have. Throws ConfigError for a column that is not there. */
export function pick<R, K extends keyof R & string>(
  ...names: readonly K[]
): SchemaStage<Records<R>, Records<Pick<R, K>>> {
  return { name: 'pick', edit: (schema) => schema.pick(names) };
}
