import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { generate } from '../src/testing/generate.ts';

/** Writes a classic load-balancer log, the same for the same number of lines, and answers its path. */
export async function input(folder: string, lines: number, { gzip = false } = {}): Promise<string> {
  const path = join(folder, `classic-${lines}.log${gzip ? '.gz' : ''}`);
  const text = Readable.from(generate.elb({ lines }), { highWaterMark: 4 });
  if (gzip) await pipeline(text, createGzip(), createWriteStream(path));
  else await pipeline(text, createWriteStream(path));
  return path;
}
