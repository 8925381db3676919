import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { closedPort } from '../../src/testing/index.ts';
import { installed } from './installed.ts';

/** A program that somebody else wrote, and that receives. */
export interface Receiver {
  readonly port: number;
  /** Ends it; answers with what it has received. */
  stop(): Promise<string>;
}

/** What to start: `output` is a file for what it receives, and its standard output goes there too. */
export type Command = (place: {
  readonly port: number;
  readonly folder: string;
  readonly output: string;
}) => Promise<readonly string[]> | readonly string[];

/** Starts a program on a free port of 127.0.0.1, and waits until it listens. */
export async function receiver(program: string, command: Command): Promise<Receiver> {
  const folder = await mkdtemp(join(tmpdir(), 'logflume-receiver-'));
  const output = join(folder, 'received');
  const port = await closedPort();
  const args = await command({ port, folder, output });
  const file = await open(output, 'a');
  // Its standard input stays open: some take the end of it for the end of their work.
  const child = spawn(installed(program) ?? program, args, { stdio: ['pipe', file.fd, 'ignore'] });
  await file.close();
  await listening(child, port);
  return {
    port,
    async stop() {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGTERM');
      await gone;
      const text = await readFile(output, 'utf8');
      await rm(folder, { recursive: true });
      return text;
    },
  };
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode} before it listened`);
    await turn();
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
