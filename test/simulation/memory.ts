import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { generate } from '../../src/testing/generate.ts';
import { BadReceiver } from './bad-receiver.ts';
import { BadS3 } from './bad-s3.ts';
import { BadBucket } from './bad-bucket.ts';
import {
  connectionFaults,
  dialFaults,
  diskFaults,
  faultKinds,
  putFaults,
  REFUSED,
  requestFaults,
  runFaults,
  type Fault,
} from './faults.ts';
import { ROOM } from './letter-schedule.ts';

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

/** What the receiver never takes. */
const REFUSED_LINE = 'the line that is refused';

/**
 * Ships an object of so many lines once for each kind of fault, each time in a process of its own, and without any first. Where
 * dead letters are what fails, one line in twenty is one.
 */
export async function* memory(lines: number): AsyncGenerator<Held> {
  const body = Buffer.concat([...generate.elb({ lines })]);
  const half = body.indexOf('\n', body.length / 2) + 1;
  const refused = Buffer.concat([body.subarray(0, half), Buffer.from(`${REFUSED_LINE}\n`), body.subarray(half)]);
  let n = 0;
  const odd = Buffer.from(
    body.toString().replaceAll('\n', (end) => ((n += 1) % 20 === 0 ? '\nno line of a log\n' : end)),
  );
  for (const what of ['none', ...faultKinds]) {
    const lettered = isOf(putFaults, what) || isOf(diskFaults, what);
    yield await during(what, what === REFUSED ? refused : lettered ? odd : body);
  }
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
  const puts = isOf(putFaults, what) ? [{ what, at: 1000 }, undefined, { what, at: 1000 }] : [];
  const bucket = new BadBucket({ faults: puts, forever: undefined, maxBytes: ROOM, putAttempts: 5 }, true, struck);
  const s3 = new BadS3({
    version: () => body,
    faults: requests,
    pieceBytes: 65_536,
    letters: (request, response) => bucket.answer(request, response),
    struck: (kind) => kind === what && struck(),
  });
  const connections = of(connectionFaults, what === 'slow' ? 2 : 1_000_000);
  const refused = what === REFUSED ? [REFUSED_LINE] : [];
  const receiver = new BadReceiver({ connections, forever: undefined, refused, keep: false, struck });
  await s3.listen();
  const port = await receiver.listen();
  // What is not met at the server or at the receiver, the process that ships makes itself.
  const place = placeOf(what);
  const script = fileURLToPath(new URL('./memory-worker.ts', import.meta.url));
  const child = fork(script, [s3.url, `${port}`, place, what, `${Math.floor(body.length / 2)}`]);
  bucket.begin(0, () => child.send('give up'));
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

function placeOf(what: string): string {
  const places = { dial: dialFaults, run: runFaults, put: putFaults, disk: diskFaults, line: [REFUSED] };
  return Object.entries(places).find(([, kinds]) => isOf(kinds, what))?.[0] ?? '';
}

function isOf(kinds: readonly string[], what: string): boolean {
  return kinds.includes(what);
}
