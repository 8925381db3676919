import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Measured } from '../measure.ts';
import type { CollectorProcess } from '../processes.ts';

/** A log shipper of others, as a program on this machine. */
export interface Peer {
  /** The name of its program. */
  readonly program: string;
  /** Answers its version when it is started with this. */
  readonly versionFlag: string;
  /** Writes its configuration into `job.folder`, and answers the arguments to run it there in the foreground. */
  configure(job: Job): Promise<readonly string[]>;
}

/** One log to ship: classic lines, the same JSON as the default flow, less the event ids. */
export interface Job {
  readonly folder: string;
  readonly path: string;
  readonly port: number;
}

/** A peer that brings less than this many lines in a second has come to a stop. */
const LEAST_LINES_PER_SECOND = 5_000;
const PATIENCE_MS = 20_000;
const STOP_MS = 5_000;
const TICKS_PER_SECOND = 100;

/**
 * Runs a peer until the collector has what it waits for, and stops it. The time is the collector's, from the first byte to
 * the last; processor time and memory are what the kernel says of the process at that moment.
 */
export async function shipped(
  program: string,
  args: readonly string[],
  lines: number,
  collector: CollectorProcess,
): Promise<Measured> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-2000)));
  const stopped = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL'); // when the benchmark is interrupted
  process.once('exit', kill);
  const patience = PATIENCE_MS + (lines / LEAST_LINES_PER_SECOND) * 1000;
  let usage;
  try {
    await Promise.race([
      collector.reached,
      stopped.then(() => fail(`${program} stopped before it had sent ${lines} lines`, said)),
      later(patience).then(() => fail(`${program} did not send ${lines} lines within ${patience / 1000} s`, said)),
    ]);
    usage = usageOf(child);
  } finally {
    await stop(child, stopped);
    process.off('exit', kill);
  }
  const { seconds } = await collector.received();
  return { lines, seconds, startCpuSeconds: 0, ...usage };
}

function fail(what: string, said: string): never {
  throw new Error(said === '' ? what : `${what}. It said: ${said.trim()}`);
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

function usageOf({ pid }: ChildProcess): { cpuSeconds: number; peakRssMB: number } {
  const stat = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8');
  // The name, in brackets, may hold spaces: what comes behind it begins with the third field. 14 and 15 are user and system.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[14 - 3]) + Number(fields[15 - 3]);
  const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
  const peakKiB = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { cpuSeconds: ticks / TICKS_PER_SECOND, peakRssMB: peakKiB / 1024 };
}

async function stop(child: ChildProcess, stopped: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await stopped;
  clearTimeout(timer);
}
