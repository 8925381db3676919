import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package that a file is in: the nearest one with a package.json, from the file upwards; else its own. */
export function rootOf(file: string): string {
  const own = dirname(file);
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return own;
  }
}
