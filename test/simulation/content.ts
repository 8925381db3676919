import { gzipSync } from 'node:zlib';
import { below, mulberry32 } from '../../src/testing/random.ts';
import { samples } from '../helpers/samples/index.ts';

/** What an object holds. The same settings make the same bytes. */
export interface ContentSettings {
  readonly format: string;
  /** Lines, or the items of a document. */
  readonly lines: number;
  readonly seed: number;
  /** Members of gzip; 0: plain. */
  readonly members: number;
  /** One line in so many fits no format, one in so many is empty; 0: none. Not for documents. */
  readonly oddEvery: number;
}

/** The bytes of one version of an object, as they are stored. */
export function contentOf({ format, lines, seed, members, oddEvery }: ContentSettings, version: number): Buffer {
  const sample = samples[format];
  if (sample === undefined) throw new Error(`no sample of ${format}`);
  const random = mulberry32(seed * 31 + version);
  const texts = Array.from({ length: lines }, (_, n) => {
    const line = sample.line(random);
    const odd = oddEvery > 0 && n > 0 && below(random, oddEvery) === 0;
    return !odd || sample.document !== undefined ? line : below(random, 2) === 0 ? '' : 'no line of a log';
  });
  const end = below(random, 2) === 0 ? '\n' : '';
  const text = sample.document?.(texts) ?? `${sample.head ?? ''}${texts.join('\n')}${end}`;
  return members === 0 ? Buffer.from(text) : zipped(Buffer.from(text), members);
}

function zipped(bytes: Buffer, members: number): Buffer {
  const length = Math.ceil(bytes.length / members);
  return Buffer.concat(
    Array.from({ length: members }, (_, n) => gzipSync(bytes.subarray(n * length, (n + 1) * length))),
  );
}
