import type { Format } from '../../src/format.ts';
import type { Origin } from '../../src/origin.ts';
import { byKey } from './detect-key.ts';
import { byLine } from './detect-line.ts';

/** What an object turned out to be: a format, something with no log lines in it, or nothing that is known. */
export type Found = { readonly format: Format } | { readonly skip: string } | { readonly unknown: string };

/** The same, and how it was found. */
export type Detection =
  | { readonly format: Format; readonly by: 'key' | 'first line' }
  | { readonly skip: string; readonly by: 'key' | 'first line' }
  | { readonly unknown: string };

/**
 * Tells the format of an object: by its key first, then by its first lines, of which none is empty. Where the key says
 * delimited lines and the first of them is JSON, the line is right: AWS delivers the same logs as JSON on demand.
 */
export function detect(origin: Origin, lines: readonly string[]): Detection {
  const found = byKey(origin.key ?? origin.uri);
  const isJson = lines[0]?.startsWith('{') ?? false;
  const isCells = found !== undefined && 'format' in found && found.format.kind === 'lines';
  if (found !== undefined && !(isJson && isCells)) return { ...found, by: 'key' };
  return { ...byLine(lines), by: 'first line' };
}
