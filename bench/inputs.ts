import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { generate } from '../src/testing/generate.ts';

/** A log that is generated: the same for the same format and number of lines. */
export interface Input {
  /** `elb`: classic, 306 bytes a line; `alb`: application load balancer, 695 bytes. Averages, with the newline. */
  readonly format: 'elb' | 'alb';
  readonly gzip?: boolean;
  readonly lines: number;
}

/** Generated logs in one folder, each written when it is first asked for. */
export class Inputs {
  readonly #folder: string;
  readonly #paths = new Map<string, Promise<string>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The path of its file. */
  path(input: Input): Promise<string> {
    const name = `${input.format}-${input.lines}.log${input.gzip === true ? '.gz' : ''}`;
    let path = this.#paths.get(name);
    if (path === undefined) this.#paths.set(name, (path = written(join(this.#folder, name), input)));
    return path;
  }

  /** How many bytes come out of it, unzipped. */
  async bytes(input: Input): Promise<number> {
    return statSync(await this.path({ ...input, gzip: false })).size;
  }
}

async function written(path: string, { format, gzip = false, lines }: Input): Promise<string> {
  const text = Readable.from(generate[format]({ lines }), { highWaterMark: 4 });
  if (gzip) await pipeline(text, createGzip(), createWriteStream(path));
  else await pipeline(text, createWriteStream(path));
  return path;
}
