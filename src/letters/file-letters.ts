import { open, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectory } from './make-directory.ts';
import type { OpenDeadLetters } from './store.ts';

const LF = 0x0a;

/**
 * Letters in a file: `path` itself, which is added to, or where `path` is a directory, or ends with a slash, a file of `name` in
 * it. Directories are made. Kept means: on the disk, as far as the system tells.
 */
export class FileLetters implements OpenDeadLetters {
  readonly #path: string;
  readonly #name: string;
  #file: { readonly path: string; readonly handle: FileHandle } | undefined;

  constructor(path: string, name: string) {
    this.#path = path;
    this.#name = name;
  }

  get uri(): string {
    return this.#file?.path ?? this.#path;
  }

  async write(lines: Buffer): Promise<void> {
    this.#file ??= await this.#open();
    await this.#file.handle.appendFile(lines);
  }

  async keep(): Promise<void> {
    try {
      await this.#file?.handle.datasync();
    } finally {
      await this.#file?.handle.close();
    }
  }

  async abandon(): Promise<void> {
    // Nobody counts on what is in it.
    await this.#file?.handle.close().catch(() => undefined);
  }

  async #open(): Promise<{ readonly path: string; readonly handle: FileHandle }> {
    const path = (await isDirectory(this.#path)) ? join(this.#path, this.#name) : this.#path;
    await makeDirectory(dirname(path));
    const handle = await open(path, 'a+');
    try {
      if (await endsWithinLine(handle)) await handle.appendFile('\n');
    } catch (error) {
      await handle.close();
      throw error;
    }
    return { path, handle };
  }
}

async function isDirectory(path: string): Promise<boolean> {
  if (path.endsWith('/')) return true;
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false; // it is made, as a file; where it cannot be, opening it says why
  }
}

/** Whether somebody who wrote there was cut off: a letter must not be glued to what is left. */
async function endsWithinLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== LF;
}
