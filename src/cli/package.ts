import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, FlumeError } from '../errors.ts';
import { buildPackage } from '../package/build-package.ts';
import type { PackageWords } from './package-words.ts';
import { EXIT } from './run-each.ts';
import type { World } from './world.ts';

/** The default flow, as this very program has it: TypeScript in the repository, JavaScript where it is installed. */
const defaultHandler = fileURLToPath(new URL(`../lambda${extname(import.meta.url)}`, import.meta.url));

/**
 * `logflume package`: a package for Lambda of a module of one's own, or of the default handler, which has the name
 * `logflume-lambda` and the version of this program. Prints what was written as one line of JSON. Rejects with ConfigError
 * for wrong use.
 */
export async function packageFor(words: PackageWords, version: string, { out, err }: Pick<World, 'out' | 'err'>) {
  const { file, out: zip, name, packageVersion } = words;
  const own = file === undefined ? { name: 'logflume-lambda', version } : {};
  const given = {
    ...own,
    ...(name === undefined ? {} : { name }),
    ...(packageVersion === undefined ? {} : { version: packageVersion }),
  };
  try {
    const { warnings, ...written } = await buildPackage({ file: file ?? defaultHandler, out: zip, ...given });
    for (const warning of warnings) err(`logflume: warning: ${warning}\n`);
    out(`${JSON.stringify(written)}\n`);
    return EXIT.done;
  } catch (error) {
    if (error instanceof ConfigError || !(error instanceof FlumeError)) throw error;
    err(`logflume: ${error.message}\n`);
    return EXIT.failed;
  }
}
