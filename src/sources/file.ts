import { createReadStream, fstat, open as openFile, close as closeFile, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { firstByteOf, type FileCheckpoint } from '../checkpoint.ts';
import { FlumeError, messageOf, SourceError, type ErrorCode } from '../errors.ts';
import type { Origin } from '../origin.ts';
import type { OpenSource, Source } from '../stage.ts';
import { LentReader } from './lent-reader.ts';

export interface FileOptions {
  /** Goes on from here, where the file is as it was. Default: from the beginning. */
  readonly resume?: FileCheckpoint | undefined;
}

const HIGH_WATER_MARK = 256 * 1024;

/**
 * The bytes of a file, a named pipe or a device. A file's lines get event ids from its absolute path, size and modification
 * time; a pipe or a device is live and its lines get none. Opening a pipe waits, beyond any signal, until somebody writes.
 *
 * Opening it throws SourceError: ERR_SOURCE_NOT_FOUND, ERR_SOURCE_DENIED, ERR_OBJECT_CHANGED where `resume` is of other
 * content, ERR_SOURCE for a directory and the rest.
 */
export function file(path: string, { resume }: FileOptions = {}): Source {
  return { name: 'file', uri: path, open: ({ lends = false }) => open(path, resume, lends) };
}

async function open(path: string, resume: FileCheckpoint | undefined, lends: boolean): Promise<OpenSource> {
  let descriptor: number | undefined;
  try {
    descriptor = await promisify(openFile)(path, 'r');
    const stats = await promisify(fstat)(descriptor);
    if (stats.isDirectory()) throw new Error('it is a directory. Name a file');
    const origin = originOf(path, stats, resume);
    return { stream: streamOf(path, descriptor, stats, firstByteOf(resume), lends), origin };
  } catch (error) {
    if (descriptor !== undefined) await promisify(closeFile)(descriptor);
    if (error instanceof FlumeError) throw error;
    throw new SourceError(`Cannot read ${path}: ${messageOf(error)}.`, {
      code: codeOf(error),
      stage: 'file',
      cause: error,
    });
  }
}

/** A pipe is read as a socket, which can be destroyed while it waits; a file stream would sit in its read for ever. */
function streamOf(path: string, descriptor: number, stats: Stats, start: number, lends: boolean): Readable {
  if (stats.isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false });
  if (lends && stats.isFile()) return new LentReader(descriptor, start, HIGH_WATER_MARK);
  return createReadStream(path, { fd: descriptor, highWaterMark: HIGH_WATER_MARK, start });
}

function originOf(uri: string, stats: Stats, resumed: FileCheckpoint | undefined): Origin {
  const { size, mtimeMs } = stats;
  const path = resolve(uri);
  const etag = `${size}-${mtimeMs}`;
  if (resumed !== undefined && (resumed.path !== path || resumed.etag !== etag)) {
    const message = `Cannot go on in ${uri}: it is not as it was when a part of it had been read. Read it anew.`;
    throw new SourceError(message, { code: 'ERR_OBJECT_CHANGED', stage: 'file' });
  }
  if (!stats.isFile()) return { uri, live: true };
  const identity = JSON.stringify([path, size, mtimeMs]);
  const origin = { uri, size: size - firstByteOf(resumed), path, etag, identity };
  return resumed === undefined ? origin : { ...origin, resumed };
}

function codeOf(error: unknown): ErrorCode {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'ERR_SOURCE_NOT_FOUND';
  return code === 'EACCES' || code === 'EPERM' ? 'ERR_SOURCE_DENIED' : 'ERR_SOURCE';
}
