import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** The environment of a process without what this project or AWS would read from it. */
export function cleanEnv(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LOGFLUME|AWS)_/.test(name)));
}

/** Starts the command as a process of its own. Without `input`, its standard input is empty; null leaves it open. */
export function start(
  words: readonly string[],
  { env = {}, input = '' }: { readonly env?: Record<string, string>; readonly input?: string | Buffer | null } = {},
): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', cli, ...words], { env: { ...cleanEnv(), ...env } });
  if (input !== null) child.stdin.end(input);
  const settle = async (): Promise<Ended> => {
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: child.exitCode, out, err };
  };
  return { process: child, ended: settle() };
}

/** Runs it to its end. */
export function logflume(...args: Parameters<typeof start>): Promise<Ended> {
  return start(...args).ended;
}
