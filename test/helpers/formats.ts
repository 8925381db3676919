import type { LineFormat } from '../../src/format.ts';
import { applyTo, packed, type JsonRecord } from '../../src/testing/index.ts';
import { read } from '../../transforms/read.ts';
import { timestamp } from '../../transforms/timestamp.ts';

export interface Parsed {
  readonly records: readonly JsonRecord[];
  /** Why lines were rejected, in order. */
  readonly rejects: readonly string[];
}

/** What `read` makes of a file with this text. */
export async function parsed<R>(format: LineFormat<R>, text: string | Buffer): Promise<Parsed> {
  const { output, rejects } = await applyTo(read(format), Buffer.from(text));
  return { records: output, rejects: rejects.map(({ reason }) => reason) };
}

/** The one record of a line. */
export async function recordOf<R>(format: LineFormat<R>, line: string | Buffer): Promise<JsonRecord> {
  const { records, rejects } = await parsed(format, line);
  if (records.length !== 1 || records[0] === undefined) {
    throw new Error(`${records.length} records, rejects: ${rejects.join(', ')}`);
  }
  return records[0];
}

/** What `timestamp()` makes of a file's times, the same for both forms of a batch. */
export async function times<R>(format: LineFormat<R>, text: string): Promise<readonly unknown[]> {
  const followed: LineFormat = format.headed?.(text.split('\n')) ?? format;
  const { output } = await applyTo(timestamp(), packed(followed, text));
  return output.map((record) => record['@timestamp']);
}

/** The first cells of a line, as an older file had them. */
export function cut(line: string, cells: number, delimiter = ' '): string {
  return (line.match(/(?:\[[^\]]*\]|"(?:[^"\\]|\\.)*"|[^ \t])+/g) ?? []).slice(0, cells).join(delimiter);
}
