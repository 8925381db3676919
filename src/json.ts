/**
 * The JSON of a value, as it stands in a record: undefined where JSON leaves a member out. Throws where JSON cannot
 * hold it: a BigInt, a cycle; and for a promise, whose JSON would be `{}`.
 */
export function jsonText(value: unknown): string | undefined {
  if (value instanceof Promise) throw new TypeError('a promise has no JSON; use `mapAsync`');
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  // The type of JSON.stringify hides that it answers undefined for undefined and functions.
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string' ? text : undefined;
}
