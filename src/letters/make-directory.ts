import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory, and those above it, where others may be making it too. A file in its place is left to whoever uses it.
 * Node's own recursive `mkdir` never ends, and keeps a processor busy, where a directory that is there answers that it is
 * not, as those of `/proc` do.
 */
export async function makeDirectory(path: string): Promise<void> {
  const parent = dirname(path);
  if ((await missing(path)) === undefined) return;
  if (parent !== path) await makeDirectory(parent);
  const error = await missing(path);
  if (error !== undefined) throw error;
}

/** Nothing where the directory is made, or there; the system's error where the one above it is missing. */
async function missing(path: string): Promise<Error | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'EEXIST') return undefined;
    if (thrown instanceof Error && code === 'ENOENT') return thrown;
    throw thrown;
  }
}
