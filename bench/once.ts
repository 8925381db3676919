import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollectorOptions, Received } from './collector.ts';
import type { Measured } from './measure.ts';
import { peers } from './peers/index.ts';
import { find } from './peers/find.ts';
import { shipped } from './peers/peer.ts';
import { environmentOf, measured, withCollector, withObject } from './processes.ts';
import type { NodeSender, Row } from './rows.ts';

/** What one run of a row is given. */
export interface Given {
  readonly row: Row;
  readonly folder: string;
  readonly path: string;
  /** Of the input. */
  readonly lines: number;
  /** Arguments after file and port. */
  readonly more: readonly (string | number)[];
  /** What must arrive: bytes, known from an untimed run, or in that run itself lines, which are counted. */
  readonly expected: { readonly bytes: number } | { readonly lines: number };
}

export interface Once {
  readonly measured: Measured;
  readonly received: Received;
}

/** One run of one row, with a collector of its own. */
export async function once({ row, ...given }: Given): Promise<Once> {
  const { sender, collectorMBPerSecond: megabytesPerSecond } = row;
  const isPeer = 'peer' in sender;
  const lines = 'lines' in given.expected;
  const options: CollectorOptions = { megabytesPerSecond, lines, until: isPeer ? given.expected : undefined };
  return withCollector(options, async (collector) => {
    if (isPeer) {
      const seen = await peerRun(sender.peer, given, collector);
      return { measured: seen, received: await collector.received() };
    }
    const seen = await nodeRun(sender, given, collector.port);
    return { measured: seen, received: await collector.received() };
  });
}

type Rest = Omit<Given, 'row'>;

async function peerRun(
  name: keyof typeof peers,
  { folder, path, lines }: Rest,
  collector: Parameters<typeof shipped>[3],
): Promise<Measured> {
  const peer = peers[name];
  const found = find(peer);
  if (found === undefined) throw new Error(`${peer.program} is not installed`);
  const own = await mkdtemp(join(folder, `${name}-`));
  try {
    const args = await peer.configure({ folder: own, path, port: collector.port });
    return await shipped(found.program, args, lines, collector);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function nodeRun({ script, env, s3, folder }: NodeSender, { path, more }: Rest, port: number): Promise<Measured> {
  if (s3 !== true) return measured(script, [path, port, ...more], { env, folder });
  return withObject(path, (endpointUrl) =>
    measured(script, ['s3://logs/classic.log', port, ...more], {
      folder,
      env: { ...env, ...environmentOf(endpointUrl) },
    }),
  );
}
