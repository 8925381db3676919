import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { ConfigError, messageOf } from '../errors.ts';

/** What a package is called. */
export interface Identity {
  readonly name: string;
  readonly version: string;
}

const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+-]*$/;
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/**
 * What the package of a module is called: as `given`, else as the nearest package.json says that has a version, without the
 * scope; the name of the file where that has no name. Rejects with ConfigError where there is no version, or where version or
 * name could not be part of a file's name.
 */
export async function identityOf(file: string, given: Partial<Identity> = {}): Promise<Identity> {
  const found = given.version !== undefined && given.name !== undefined ? undefined : await nearest(dirname(file));
  const version = given.version ?? found?.version;
  const name = given.name ?? found?.name?.replace(/^@[^/]*\//, '') ?? basename(file, extname(file));
  const problems = [
    ...(version === undefined
      ? [
          'package: there is no version: no package.json beside or above the file has one; --package-version would do too',
        ]
      : VERSION.test(version)
        ? []
        : [`--package-version: must be letters, digits, dots, plus signs and hyphens, not ${JSON.stringify(version)}`]),
    ...(NAME.test(name)
      ? []
      : [`--name: must be letters, digits, dots, hyphens and underscores, not ${JSON.stringify(name)}`]),
  ];
  if (version === undefined || problems.length > 0) throw new ConfigError(problems);
  return { name, version };
}

/** The first package.json with a version, from this folder upwards. */
async function nearest(folder: string): Promise<Partial<Identity> | undefined> {
  const found = await identityIn(join(folder, 'package.json'));
  const above = dirname(folder);
  return found?.version !== undefined || above === folder ? found : nearest(above);
}

async function identityIn(path: string): Promise<Partial<Identity> | undefined> {
  let read: unknown;
  try {
    read = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw new ConfigError([`package: ${path} cannot be read: ${messageOf(error)}`], { cause: error });
  }
  if (typeof read !== 'object' || read === null) return undefined;
  const text = (name: keyof Identity): Partial<Identity> => {
    const value: unknown = Reflect.get(read, name);
    return typeof value === 'string' ? { [name]: value } : {};
  };
  return { ...text('name'), ...text('version') };
}
