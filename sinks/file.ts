import { open } from 'node:fs/promises';
import { messageOf, SinkError } from '../src/errors.ts';
import type { Sink } from '../src/stage.ts';
import { StreamRun } from './stream-run.ts';

export interface FileSinkOptions {
  /** Adds to a file that is there instead of replacing it. Default: false. */
  readonly append?: boolean;
}

/**
 * JSON lines into a file. Delivered means: the system has taken the bytes and the file is closed; they are not forced to
 * the disk. Throws SinkError when the file cannot be opened, before anything is read.
 */
export function file(path: string, { append = false }: FileSinkOptions = {}): Sink {
  return {
    name: 'file',
    passing: true,
    async open(context) {
      try {
        const handle = await open(path, append ? 'a' : 'w');
        return new StreamRun(handle.createWriteStream(), { name: 'file', target: path, owned: true }, context);
      } catch (cause) {
        throw new SinkError(`file ${path}: ${messageOf(cause)}`, { code: 'ERR_SINK', stage: 'file', cause });
      }
    },
  };
}
