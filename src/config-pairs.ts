/* Settings that are pairs of a name and a value, of which there may be several. */
import * as v from 'valibot';
import type { JsonValue } from './column.ts';
import { shown, text, Unfit } from './config-text.ts';
import { checkedPath } from './nesting.ts';

type Pairs<T> = readonly (readonly [name: string, value: T])[];

/** `old=new,other=another`, or a JSON object of strings; several such texts, of which the later ones win. */
export const renames = merged('`old=new,other=new`, or a JSON object', (text): Pairs<string> => {
  return pairsIn(text, /^[^\s=]+$/).map(([name, value]) => {
    if (typeof value !== 'string') throw new Unfit(`must give ${shown(name)} a name, a string`);
    checkedPath(value);
    return [name, value];
  });
});

/** The same with values for names: in a JSON object, they may be whatever JSON can say. */
export const constants = merged('`name=value,other=value`, or a JSON object', (text): Pairs<JsonValue> => {
  const pairs = pairsIn(text, /^/);
  for (const [name] of pairs) checkedPath(name);
  return pairs;
});

function merged<T>(values: string, read: (text: string) => Pairs<T>) {
  return v.pipe(
    v.array(text(values, read)),
    v.description(values),
    v.transform((lists): Readonly<Record<string, T>> => Object.fromEntries(lists.flat())),
  );
}

function pairsIn(text: string, values: RegExp): Pairs<JsonValue> {
  if (text.trimStart().startsWith('{')) return members(text);
  const pairs = text.split(',').map((pair): readonly [string, string] => {
    const [, name, value] = /^\s*([^\s=]+)=(.*?)\s*$/s.exec(pair) ?? [];
    if (name !== undefined && value !== undefined && values.test(value)) return [name, value];
    throw new Unfit(`must be name=value pairs with commas between, or a JSON object; ${shown(pair)} is no pair`);
  });
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Unfit(`names ${shown(twice)} twice`);
  return pairs;
}

function members(text: string): Pairs<JsonValue> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unfit('begins like a JSON object, but is not valid JSON');
  }
  return isJsonObject(value) ? Object.entries(value) : [];
}

/** For what comes from JSON.parse, which makes nothing but JSON values. */
function isJsonObject(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
