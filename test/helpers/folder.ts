import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Folder {
  readonly path: string;
  /** Writes a file, and the folders that it is in; answers its path. */
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

/** A folder of its own for a test. */
export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'logflume-'));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}
