/**
 * `npm run runtime-client`: builds the runtime client of AWS Lambda, the program that runs a function, for the tests that need
 * it. It takes a minute, a C++ compiler, cmake, make, autoconf, automake, libtool and python3. Kept in `.versions/`.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const pinned = resolve('test/runtime');
const built = resolve('.versions/runtime-client');
const MANIFESTS = ['package.json', 'package-lock.json'];

/** The program of the runtime client; undefined where it has not been built as it is pinned now. */
export function runtimeClient(): string | undefined {
  const program = join(built, 'node_modules/aws-lambda-ric/index.mjs');
  const addon = join(dirname(program), 'rapid-client.node');
  const same = (name: string): boolean =>
    existsSync(join(built, name)) && readFileSync(join(built, name)).equals(readFileSync(join(pinned, name)));
  return existsSync(addon) && MANIFESTS.every(same) ? program : undefined;
}

function build(): boolean {
  mkdirSync(built, { recursive: true });
  for (const name of MANIFESTS) copyFileSync(join(pinned, name), join(built, name));
  // Its headers are beside most installations of Node.js; else node-gyp fetches them.
  const home = dirname(dirname(process.execPath));
  const headers = existsSync(join(home, 'include/node/node_api.h')) ? { npm_config_nodedir: home } : {};
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const env = { ...process.env, ...headers };
  return spawnSync('npm', words, { cwd: built, env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (runtimeClient() !== undefined) console.log('the runtime client is built already');
  else if (build()) console.log('the runtime client is built');
  else {
    console.error('the runtime client could not be built');
    process.exitCode = 1;
  }
}
