import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Peer } from './peer.ts';

/** Where daemons are, also for users whose PATH does not say so. */
const DAEMONS = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

export interface Found {
  readonly program: string;
  readonly version: string;
}

/** The program of a peer on this machine, and what it says of its version; undefined where it is not installed. */
export function find({ program, versionFlag }: Peer): Found | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...DAEMONS];
  const path = folders.map((folder) => join(folder, program)).find(canRun);
  if (path === undefined) return undefined;
  const [said = ''] = execFileSync(path, [versionFlag], { encoding: 'utf8' }).split('\n');
  return { program: path, version: /\d+(\.\d+)+/.exec(said)?.[0] ?? said };
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // the next folder may have it
  }
}
