import { createReadStream, fstat, open as openFile, close as closeFile, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { messageOf, SourceError, type ErrorCode } from '../errors.ts';
import type { Origin } from '../origin.ts';
import type { OpenSource, Source } from '../stage.ts';

const HIGH_WATER_MARK = 256 * 1024;

/**
 * The bytes of a file, a named pipe or a device. A file's lines get event ids from its absolute path, size and modification
 * time; a pipe or a device is live and its lines get none. Opening a pipe waits, beyond any signal, until somebody writes.
 *
 * Opening it throws SourceError: ERR_SOURCE_NOT_FOUND, ERR_SOURCE_DENIED, ERR_SOURCE for a directory and the rest.
 */
export function file(path: string): Source {
  return { name: 'file', uri: path, open: () => open(path) };
}

async function open(path: string): Promise<OpenSource> {
  let descriptor: number | undefined;
  try {
    descriptor = await promisify(openFile)(path, 'r');
    const stats = await promisify(fstat)(descriptor);
    if (stats.isDirectory()) throw new Error('it is a directory. Name a file');
    return { stream: streamOf(path, descriptor, stats), origin: originOf(path, stats) };
  } catch (error) {
    if (descriptor !== undefined) await promisify(closeFile)(descriptor);
    throw new SourceError(`Cannot read ${path}: ${messageOf(error)}.`, {
      code: codeOf(error),
      stage: 'file',
      cause: error,
    });
  }
}

/** A pipe is read as a socket, which can be destroyed while it waits; a file stream would sit in its read for ever. */
function streamOf(path: string, descriptor: number, stats: Stats): Readable {
  if (stats.isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false });
  return createReadStream(path, { fd: descriptor, highWaterMark: HIGH_WATER_MARK });
}

function originOf(path: string, stats: Stats): Origin {
  if (!stats.isFile()) return { uri: path, live: true };
  return { uri: path, size: stats.size, identity: JSON.stringify([resolve(path), stats.size, stats.mtimeMs]) };
}

function codeOf(error: unknown): ErrorCode {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'ERR_SOURCE_NOT_FOUND';
  return code === 'EACCES' || code === 'EPERM' ? 'ERR_SOURCE_DENIED' : 'ERR_SOURCE';
}
