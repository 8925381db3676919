import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The major versions of Node.js that the project supports. */
export const SUPPORTED = ['20', '22', '24'] as const;

/** The path of a major version's executable, installed into `.versions/` if need be; undefined where it cannot be. */
export function nodeOf(version: string): string | undefined {
  const folder = join('.versions', version);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const executable = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--silent'];
  spawnSync('npm', ['install', ...options, `${name}@${version}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  return existsSync(executable) ? executable : undefined;
}
