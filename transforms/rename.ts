import type { Records } from '../src/records.ts';
import type { SchemaStage } from '../src/stage.ts';

/** What `rename` makes of a record type. */
export type Renamed<R, Names> = {
  [K in keyof R as K extends keyof Names ? (Names[K] extends string ? Names[K] : K) : K]: R[K];
};

/**
 * Gives columns other names: `{ old: 'new' }`. All at once, so that two can be swapped; a dot in a new name nests it in
 * the JSON. Throws ConfigError for a column that is not there and for a name that is taken.
 */
export function rename<R, const Names extends { readonly [K in keyof R]?: string }>(
  names: Names & { readonly [K in Exclude<keyof Names, keyof R>]: never },
): SchemaStage<Records<R>, Records<Renamed<R, Names>>> {
  const all: Readonly<Record<string, string>> = { ...names };
  return { name: 'rename', edit: (schema) => schema.rename(all) };
}
