import { zipSync } from 'fflate';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PackagesFolder {
  readonly path: string;
  /** Writes a zip of these files there; objects become JSON. Gives its path. */
  zip(name: string, files: Readonly<Record<string, string | object>>): string;
  remove(): void;
}

/** A folder for packages, outside of the project. */
export function packagesFolder(): PackagesFolder {
  const path = mkdtempSync(join(tmpdir(), 'logflume-'));
  return {
    path,
    zip(name, files) {
      const texts = Object.entries(files).map(([file, content]) => [
        file,
        Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
      ]);
      const zip = join(path, name);
      writeFileSync(zip, zipSync(Object.fromEntries(texts) as Record<string, Uint8Array>));
      return zip;
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** What a package of that version holds. */
export function packageOf(version: string, code = `exports.handler = () => '${version}';`) {
  return { 'index.js': code, 'package.json': { name: 'logflume-lambda', version, type: 'commonjs' } };
}
