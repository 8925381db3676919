/**
 * The JSON of a value, as it stands in a record: undefined where JSON leaves a member out. Throws where JSON cannot
 * hold it: a BigInt, a cycle.
 */
export function jsonText(value: unknown): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  // The type of JSON.stringify hides that it answers undefined for undefined and functions.
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string' ? text : undefined;
}
