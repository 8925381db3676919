import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { messageOf } from '../errors.ts';
import { DeployError } from './deploy-error.ts';

/** What Lambda takes in a request; anything larger has to lie in S3. */
export const MAX_ZIP_BYTES = 50 << 20;

/** A zip that can be deployed. */
export interface PackageFile {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly zip: Buffer;
  /** As Lambda tells it: SHA-256 in base64. */
  readonly sha256: string;
  /** Every file in it. */
  readonly files: readonly string[];
}

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const REMEDY = '`logflume package` builds packages that have it';

/** Reads a package. Rejects with DeployError: no such file, too large, no zip, no version in it. */
export async function packageFile(path: string): Promise<PackageFile> {
  const zip = await contents(path);
  if (zip.length > MAX_ZIP_BYTES) {
    const sizes = `${zip.length.toLocaleString('en-US')} bytes, and Lambda takes ${MAX_ZIP_BYTES.toLocaleString('en-US')} in a request`;
    throw new DeployError(`${path}: it has ${sizes}; uploads through S3 are not supported`);
  }
  const files: string[] = [];
  const manifest = await manifestIn(path, zip, (name) => files.push(name));
  const sha256 = createHash('sha256').update(zip).digest('base64');
  return { path, ...named(path, manifest), zip, sha256, files };
}

async function contents(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const what = missing
      ? 'there is no such file; build it with `logflume package`, or name another with --zip'
      : messageOf(error);
    throw new DeployError(`${path}: ${what}`, { cause: error });
  }
}

async function manifestIn(path: string, zip: Buffer, each: (name: string) => void): Promise<Uint8Array | undefined> {
  const { unzipSync } = await import('fflate');
  try {
    const filter = ({ name }: { readonly name: string }): boolean => {
      each(name);
      return name === 'package.json';
    };
    return unzipSync(zip, { filter })['package.json'];
  } catch (error) {
    throw new DeployError(`${path}: it is no zip file: ${messageOf(error)}`, { cause: error });
  }
}

function named(path: string, manifest: Uint8Array | undefined): { readonly name: string; readonly version: string } {
  if (manifest === undefined) throw new DeployError(`${path}: it is unversioned: it has no package.json; ${REMEDY}`);
  const { name, version } = parsed(path, manifest);
  if (typeof name !== 'string' || name === '') {
    throw new DeployError(`${path}: its package.json has no \`name\`; ${REMEDY}`);
  }
  if (typeof version !== 'string' || !VERSION.test(version)) {
    const what =
      version === undefined
        ? 'has no `version`'
        : `has the \`version\` ${JSON.stringify(version)}, and not one such as 1.2.3`;
    throw new DeployError(`${path}: it is unversioned: its package.json ${what}; ${REMEDY}`);
  }
  return { name, version };
}

function parsed(path: string, manifest: Uint8Array): { readonly name?: unknown; readonly version?: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(manifest).toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    throw new DeployError(`${path}: its package.json is no JSON: ${messageOf(error)}`, { cause: error });
  }
}
