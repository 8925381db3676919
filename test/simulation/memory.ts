import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { generate } from '../../src/testing/generate.ts';
import { BadReceiver } from './bad-receiver.ts';
import { BadS3 } from './bad-s3.ts';
import { connectionFaults, dialFaults, faultKinds, requestFaults, runFaults, type Fault } from './faults.ts';

/** What a process held that shipped an object while one kind of fault came about again and again. */
export interface Held {
  readonly what: string;
  /** How often it came about. */
  readonly struck: number;
  readonly runs: number;
  readonly resentBytes: number;
  readonly rssBytes: number;
  /** Outside of the heap, at the most: buffers. */
  readonly externalBytes: number;
  readonly ms: number;
}

/** What the shipping process tells, besides `struck` for each fault of its own. */
export type Found = Omit<Held, 'what' | 'struck'>;

/** Ships an object of so many lines once for each kind of fault, each time in a process of its own, and without any first. */
export async function* memory(lines: number): AsyncGenerator<Held> {
  const body = Buffer.concat([...generate.elb({ lines })]);
  for (const what of ['none', ...faultKinds]) yield await during(what, body);
}

async function during(what: string, body: Buffer): Promise<Held> {
  let count = 0;
  const struck = (): void => void (count += 1);
  const of = (kinds: readonly string[], at: number): (Fault | undefined)[] =>
    isOf(kinds, what) ? [undefined, { what, at }, undefined, { what, at }, undefined, { what, at }] : [];
  // A first request that gets through has to break off for there to be a second one.
  const cut = { what: 'body cut', at: Math.floor(body.length / 5) };
  const requests = of([...requestFaults, ...runFaults], cut.at).map((fault) =>
    isOf(requestFaults, what) ? (fault ?? cut) : cut,
  );
  const s3 = new BadS3({
    version: () => body,
    faults: requests,
    pieceBytes: 65_536,
    struck: (kind) => kind === what && struck(),
  });
  const connections = of(connectionFaults, what === 'slow' ? 2 : 1_000_000);
  const receiver = new BadReceiver({ connections, forever: undefined, keep: false, struck });
  await s3.listen();
  const port = await receiver.listen();
  // What is not met at the server or at the receiver, the process that ships makes itself.
  const place = isOf(dialFaults, what) ? 'dial' : isOf(runFaults, what) ? 'run' : '';
  const script = fileURLToPath(new URL('./memory-worker.ts', import.meta.url));
  const child = fork(script, [s3.url, `${port}`, place, what, `${Math.floor(body.length / 2)}`]);
  let found: Found | undefined;
  child.on('message', (message: Found | 'struck') => {
    if (message === 'struck') struck();
    else found = message;
  });
  try {
    await once(child, 'exit');
  } finally {
    await Promise.all([receiver.close(), s3.close()]);
  }
  if (found === undefined) throw new Error(`${what}: the process that ships did not come to an end`);
  return { what, struck: count, ...found };
}

function isOf(kinds: readonly string[], what: string): boolean {
  return kinds.includes(what);
}
