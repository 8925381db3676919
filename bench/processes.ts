import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Received } from './collector.ts';
import { measuredFrom, type Measured } from './measure.ts';

const run = promisify(execFile);

/** A file of this folder, as it was compiled. */
const script = (name: string): string => fileURLToPath(new URL(`${name}.js`, import.meta.url));

/** Runs a sender in a process of its own, and answers what it measured. */
export async function measured(name: string, ...args: readonly (string | number)[]): Promise<Measured> {
  const { stdout } = await run(process.execPath, [script(name), ...args.map(String)]);
  return measuredFrom(stdout);
}

/** A collector in a process of its own. */
export interface CollectorProcess {
  readonly port: number;
  /** What has arrived since the last call, once every connection is closed. */
  received(): Promise<Received>;
  close(): void;
}

/** Starts one that reads no more than so many megabytes a second. */
export async function startCollector(megabytesPerSecond?: number): Promise<CollectorProcess> {
  const args = megabytesPerSecond === undefined ? [] : [String(megabytesPerSecond)];
  const child = fork(script('collector'), args);
  const { port } = await told(child, ['port']);
  return {
    port: port ?? 0,
    async received() {
      const answer = told(child, ['bytes', 'lines', 'connections']);
      child.send('?');
      const { bytes = 0, lines = 0, connections = 0 } = await answer;
      return { bytes, lines, connections };
    },
    close() {
      child.disconnect();
    },
  };
}

/** The numbers in the next message of a child. */
async function told<N extends string>(child: ChildProcess, names: readonly N[]): Promise<{ [K in N]?: number }> {
  const messages: unknown[] = await once(child, 'message');
  const [message] = messages;
  const numbers: { [K in N]?: number } = {};
  for (const name of names) {
    const value: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined;
    if (typeof value !== 'number') throw new TypeError(`the collector did not tell its ${name}`);
    numbers[name] = value;
  }
  return numbers;
}
