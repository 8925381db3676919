import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folder, type Folder } from './folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const exported = { '.': './src/index.ts', './lambda': './src/lambda.ts' };

/** A folder of somebody who has installed logflume: these very sources. */
export function author(): Folder {
  const own = folder();
  own.write('node_modules/logflume/package.json', JSON.stringify({ type: 'module', exports: exported }));
  for (const name of ['src', 'transforms', 'sinks']) {
    symlinkSync(join(root, name), join(own.path, 'node_modules/logflume', name));
  }
  mkdirSync(join(own.path, 'flows'));
  return own;
}
