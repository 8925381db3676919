import { mulberry32 } from '../../src/testing/random.ts';
import { samples } from './samples/index.ts';

/** A file of a format as it may be found, of at least so many bytes. */
export function contentOf(format: string, bytes: number): Buffer {
  const sample = samples[format];
  if (sample === undefined) throw new Error(`no sample of ${format}`);
  const random = mulberry32(1);
  const lines: string[] = [];
  for (let size = 0; size < bytes; size += lines.at(-1)?.length ?? 0) lines.push(sample.line(random));
  if (sample.document !== undefined) return Buffer.from(sample.document(lines));
  return Buffer.from(`${sample.head ?? ''}${lines.map((line) => `${line}\n`).join('')}`);
}
