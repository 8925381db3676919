import { createHash } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError, FlumeError, messageOf } from '../errors.ts';
import { bundle, exportsOf } from './bundle.ts';
import { identityOf, type Identity } from './identity.ts';

export interface PackageOptions extends Partial<Identity> {
  /** The module that exports `handler`. */
  readonly file: string;
  /** The zip file to write. Default: `dist/<name>-<version>.zip`. */
  readonly out?: string | undefined;
}

/** A package that was written. */
export interface Package extends Identity {
  /** The zip file. */
  readonly zip: string;
  /** The source map, beside it. */
  readonly map: string;
  /** Of the zip file. */
  readonly bytes: number;
  /** Of the zip file, in base64: what Lambda tells as `CodeSha256`. */
  readonly sha256: string;
  /** What the bundler warns of. */
  readonly warnings: readonly string[];
}

/**
 * Writes a module and all that it imports as a package for Lambda, whose handler is `index.handler`, and its source map. The
 * same sources give the same bytes. Rejects with ConfigError where there is no such module, where it does not export `handler`,
 * or has no version; with FlumeError of ERR_PACKAGE where it cannot be bundled or written.
 */
export async function buildPackage({ file, out, ...given }: PackageOptions): Promise<Package> {
  await mustBeFile(file);
  const identity = await identityOf(resolve(file), given);
  const exported = await exportsOf(file);
  if (exported !== undefined && !exported.includes('handler')) {
    const others = exported.length === 0 ? 'nothing' : exported.join(', ');
    const advice = '`export const handler = createHandler(flow)` would';
    throw new ConfigError([`package: ${file} does not export \`handler\`, but ${others}; ${advice}`]);
  }
  const { code, map, warnings } = await bundle(file);
  const { zipOf } = await import('./archive.ts');
  const manifest = `${JSON.stringify({ ...identity, type: 'commonjs' }, undefined, 2)}\n`;
  const bytes = zipOf({ 'index.js': code, 'package.json': Buffer.from(manifest) });
  const zip = out ?? join('dist', `${identity.name}-${identity.version}.zip`);
  const mapFile = join(dirname(zip), `${basename(zip, '.zip')}.js.map`);
  await write(zip, bytes);
  await write(mapFile, map);
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  return { ...identity, zip, map: mapFile, bytes: bytes.length, sha256, warnings };
}

async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() === true) return;
  const what = found === undefined ? 'there is no file' : 'it is no file:';
  throw new ConfigError([`package: ${what} ${JSON.stringify(file)}`]);
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  } catch (error) {
    throw new FlumeError(`package: ${path} cannot be written: ${messageOf(error)}; --out names another file`, {
      code: 'ERR_PACKAGE',
      stage: 'package',
      cause: error,
    });
  }
}
