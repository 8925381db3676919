import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shown, Unfit } from './config-text.ts';
import { messageOf } from './errors.ts';
import type { Format } from './format.ts';
import { PackedSchema } from './schema.ts';

/** Whether a text that stands for a format is the path of a module: names of formats have no dots and no slashes. */
export function isFormatFile(text: string): boolean {
  return /[./\\]/.test(text);
}

/**
 * The format in a module: its default export, or the one export that is a format. The path is relative to the working
 * directory. The module is run. Throws Unfit, which says why there is no format.
 */
export async function formatIn(path: string): Promise<Format> {
  const file = resolve(path);
  if (!existsSync(file)) throw new Unfit(`there is no file ${shown(path)}`);
  const found = formatAmong(await exportsOf(file, path), path);
  if (found.kind === 'lines' && !(found.schema('omit') instanceof PackedSchema)) {
    const advice = 'run the one that is installed beside it, as `npx logflume` does';
    throw new Unfit(`${shown(path)} imports another copy of logflume than this one; ${advice}`);
  }
  return found;
}

/** What a module exports, by name. */
type Exports = Readonly<Record<string, unknown>>;

async function exportsOf(file: string, path: string): Promise<Exports> {
  try {
    return (await import(pathToFileURL(file).href)) as Exports; // every module is such an object
  } catch (error) {
    throw new Unfit(`${shown(path)} cannot be loaded: ${whyNotLoaded(error, file)}`);
  }
}

/** Why an import failed, in words that help. */
export function whyNotLoaded(error: unknown, file: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const typescript = /\.[cm]?ts$/.test(file) && code === 'ERR_UNKNOWN_FILE_EXTENSION';
  if (typescript) return `Node ${process.version} reads no TypeScript; compile it, or use Node 22.18 or newer`;
  return messageOf(error).split('\n').join('; ');
}

function formatAmong(exports: Exports, path: string): Format {
  const { default: main, ...named } = exports;
  if (isFormat(main)) return main;
  const formats = Object.entries(named).filter((entry): entry is [string, Format] => isFormat(entry[1]));
  const distinct = [...new Set(formats.map(([, format]) => format))];
  const [only] = distinct;
  if (only === undefined) {
    throw new Unfit(`${shown(path)} exports no format; it should, as in \`export default delimited({ … })\``);
  }
  if (distinct.length === 1) return only;
  const names = formats.map(([name]) => name).join(', ');
  throw new Unfit(`${shown(path)} exports several formats (${names}); one should be the default export`);
}

const METHODS: Readonly<Record<Format['kind'], string>> = { lines: 'schema', text: 'recordOf', document: 'open' };

function isFormat(value: unknown): value is Format {
  if (typeof value !== 'object' || value === null || !('name' in value) || typeof value.name !== 'string') return false;
  const method = Object.entries(METHODS).find(([kind]) => 'kind' in value && value.kind === kind)?.[1];
  return method !== undefined && typeof Reflect.get(value, method) === 'function';
}
