import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startS3 } from '../examples/embedded-s3.ts';
import { DeployedFunction } from '../test/helpers/runtime/deployed-function.ts';
import { EventSource } from '../test/helpers/runtime/event-source.ts';
import { holdingOf } from '../test/helpers/runtime/process-figures.ts';
import type { CollectorOptions } from './collector.ts';
import type { Import } from './lambda-import.ts';
import { environmentOf, withCollector, withObject, type CollectorProcess } from './processes.ts';

/** A package that was built, and the Node.js that it is to run in. */
export interface Runtime {
  readonly node: string;
  readonly zip: string;
  /** The same, unzipped. */
  readonly file: string;
}

/** One process, from its start on. Milliseconds and MB. */
export interface ColdStart {
  readonly importMs: number;
  /** From the start of the process to its waiting for an event: the runtime client and the import. */
  readonly initMs: number;
  /** From the event to the arrival of its first line. */
  readonly firstRecordMs: number;
  /** CPU time of the process up to the answer. */
  readonly cpuMs: number;
  readonly rssMB: number;
}

/** What one object of many lines took. */
export interface BigObject {
  readonly seconds: number;
  readonly lines: number;
  /** The most that was seen, looking every 20 ms. */
  readonly polledMB: number;
  /** The most that there was, as the system counted it. */
  readonly peakMB: number;
}

const run = promisify(execFile);
const importer = fileURLToPath(new URL('lambda-import.js', import.meta.url));
const EVENT = {
  Records: [
    { eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'logs' }, object: { key: 'AWSLogs/classic.log' } } },
  ],
};
const MINUTES_MS = 60_000;

export async function coldStart(runtime: Runtime, path: string): Promise<ColdStart> {
  const { stdout } = await run(runtime.node, [importer, runtime.file]);
  const { importMs } = JSON.parse(stdout) as Import; // printed by a program of this folder
  return deployed(runtime, { path }, { lines: true, until: { lines: 1 } }, async (start, { reached }) => {
    const before = performance.now();
    const process = await start();
    const ready = performance.now();
    const [, firstRecordMs] = await Promise.all([invoked(process), reached.then(() => performance.now() - ready)]);
    const { rssMB } = holdingOf(process.pid);
    return { importMs, initMs: ready - before, firstRecordMs, cpuMs: cpuMsOf(process.pid), rssMB };
  });
}

/** How long each of so many invocations takes, in milliseconds, after 20 that do not count. */
export async function warmInvocations(runtime: Runtime, path: string, times: number): Promise<number[]> {
  return deployed(runtime, { path }, {}, async (start) => {
    const process = await start();
    const took: number[] = [];
    for (let n = 0; n < times + 20; n += 1) {
      const began = performance.now();
      await invoked(process);
      took.push(performance.now() - began);
    }
    return took.slice(20);
  });
}

export async function bigObject(runtime: Runtime, path: string): Promise<BigObject> {
  return deployed(runtime, { path }, { lines: true }, async (start, collector) => {
    const process = await start();
    let polledMB = 0;
    const poll = setInterval(() => (polledMB = Math.max(polledMB, holdingOf(process.pid).rssMB)), 20);
    const began = performance.now();
    await invoked(process, 15 * MINUTES_MS).finally(() => clearInterval(poll));
    const seconds = (performance.now() - began) / 1000;
    const { lines } = await collector.received();
    return { seconds, lines, polledMB, peakMB: holdingOf(process.pid).peakRssMB };
  });
}

/** What comes to the function through a queue: one message an object, all of one content. */
export interface Queued {
  readonly path: string;
  readonly lines: number;
  readonly objects: number;
  /** `LOGFLUME_CONCURRENCY` */
  readonly concurrency: number;
}

/** S3 takes so long before it answers: about what it takes in a region. */
const S3_DELAY_MS = 25;

/**
 * How many objects a second come through a queue: up to ten messages are received, the function is invoked with them, they are
 * deleted, and so on. Throws where a line is missing or a message comes again.
 */
export async function throughQueue(runtime: Runtime, { path, lines, objects, concurrency }: Queued): Promise<number> {
  const env = { LOGFLUME_CONCURRENCY: `${concurrency}` };
  const emulator = await startS3();
  const queue = await EventSource.on(emulator.endpointUrl, 'objects');
  try {
    const place = { path, delayMs: S3_DELAY_MS, env };
    return await deployed(runtime, place, { lines: true }, async (start, collector) => {
      const process = await start();
      await invoked(process);
      for (let n = 0; n < objects; n += 1) await queue.notify('logs', `AWSLogs/${n}.log`);
      const began = performance.now();
      while ((await queue.round((event) => process.invoke(event, MINUTES_MS))) !== undefined);
      const seconds = (performance.now() - began) / 1000;
      const { lines: arrived } = await collector.received();
      if (arrived !== (objects + 1) * lines) throw new Error(`${objects} objects: ${arrived} lines arrived`);
      return objects / seconds;
    });
  } finally {
    queue.close();
    await emulator.close();
  }
}

interface Place {
  /** The file that S3 serves. */
  readonly path: string;
  readonly delayMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Has `work` done with S3 that serves one file and a collector; `start` starts the function, which is stopped afterwards. */
async function deployed<T>(
  { node, zip }: Runtime,
  { path, delayMs = 0, env: more = {} }: Place,
  options: CollectorOptions,
  work: (start: () => Promise<DeployedFunction>, collector: CollectorProcess) => Promise<T>,
): Promise<T> {
  const serving = (endpointUrl: string) =>
    withCollector(options, async (collector) => {
      let process: DeployedFunction | undefined;
      const env = { ...defined(environmentOf(endpointUrl)), LOGFLUME_TO: `tcp://127.0.0.1:${collector.port}`, ...more };
      try {
        return await work(async () => (process = await DeployedFunction.start({ zip, node, env })), collector);
      } finally {
        await process?.stop();
      }
    });
  return withObject(path, serving, delayMs);
}

async function invoked(process: DeployedFunction, timeoutMs = MINUTES_MS): Promise<void> {
  const answer = await process.invoke(EVENT, timeoutMs);
  if ('error' in answer) throw new Error(answer.error.errorMessage);
}

function defined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** User and system time of all threads of a process; Linux counts hundredths of a second. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
