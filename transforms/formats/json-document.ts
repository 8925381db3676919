import type { DocumentFormat, DocumentReader } from '../../src/format.ts';
import { timeColumn, type TimeColumn } from '../../src/time.ts';
import type { JsonObject } from './json-lines.ts';

export interface JsonDocumentOptions {
  readonly name: string;
  /** Where the array of records stands: `Records`, `data.items`. Default: the document is the array itself. */
  readonly path?: string;
  /** The member that holds the time of a record; its name alone stands for one in ISO 8601. */
  readonly time?: string | TimeColumn | undefined;
  /** A record of more JSON than about this is rejected as `item_too_long`. Default: 1 MiB. */
  readonly maxItemBytes?: number;
}

/**
 * A format of one JSON document that holds its records in an array. It is read as it streams by: records go on as soon as
 * they are whole, and no more of the document is kept than the one that is not. Documents may follow one another, as they do
 * in a gzip file of several members. An item that is no object is rejected as `not_an_object`. A document that is broken or
 * cut off, or has no such array, fails the run. Numbers become doubles:
 * digits beyond the 16th or so are lost. The type `R` is what the author knows of the records; it is believed, not checked.
 */
export function jsonDocument<R extends object = JsonObject>(options: JsonDocumentOptions): DocumentFormat<R> {
  const { name, path = '', time, maxItemBytes = 1 << 20 } = options;
  const keys = path === '' ? [] : path.split('.');
  return {
    kind: 'document',
    name,
    time: timeColumn(time),
    open: () => opened(keys, maxItemBytes),
  };
}

/** A reader that is loaded with its first bytes: stream-json takes 15 ms to load, and most flows read lines. */
function opened(path: readonly string[], maxItemBytes: number): DocumentReader {
  let loaded: Promise<DocumentReader> | undefined;
  const reader = (): Promise<DocumentReader> => (loaded ??= load(path, maxItemBytes));
  return {
    push: async (bytes) => (await reader()).push(bytes),
    end: async (early) => (await reader()).end(early),
  };
}

async function load(path: readonly string[], maxItemBytes: number): Promise<DocumentReader> {
  const { JsonDocumentReader } = await import('./json-document-reader.ts');
  return new JsonDocumentReader(path, maxItemBytes);
}
