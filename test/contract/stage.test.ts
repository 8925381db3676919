import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { fromStream } from '../../src/adapters.ts';
import { derive, filter, flatMap, map, mapAsync } from '../../src/lift.ts';
import type { Lines } from '../../src/lines.ts';
import type { Derivations, Records } from '../../src/records.ts';
import type { Step } from '../../src/stage.ts';
import { packed } from '../../src/testing/batches.ts';
import { elbLine, generate, mulberry32 } from '../../src/testing/generate.ts';
import { eventId } from '../../transforms/event-id.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { omit } from '../../transforms/omit.ts';
import { parse } from '../../transforms/parse.ts';
import { pick } from '../../transforms/pick.ts';
import { auto, read } from '../../transforms/read.ts';
import { rename } from '../../transforms/rename.ts';
import { set } from '../../transforms/set.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { timestamp } from '../../transforms/timestamp.ts';
import { chunked } from '../helpers/fuzz.ts';
import { itIsAStage } from './stage.ts';

const text = Buffer.concat([
  ...generate.elb({ lines: 40 }),
  Buffer.from('bad line\n\nx "'),
  ...generate.elb({ lines: 3 }),
]);
const bytes = (): readonly Buffer[] => chunked(Buffer.from(text), 777);
const noBytes = (): Buffer => Buffer.alloc(0);

const linesOf = (all: string, offset: number): Lines => {
  const reject = { kind: 'parsing', stage: 'splitLines', offset, reason: 'line_too_long', text: 'long' } as const;
  return { bytes: Buffer.from(all), offset, end: offset + all.length, rejects: all === '' ? [] : [reject] };
};
const line = (seed: number): string => `${elbLine(mulberry32(seed))}\n`;
const lines = (): readonly Lines[] => [
  linesOf(`${line(1)}bad\n`, 0),
  linesOf('\nbad "\n', 500),
  linesOf(line(2) + line(3), 600),
];

type Elb = typeof elb extends { record?: infer R } ? NonNullable<R> : never;
const batch = (all: string, start: number): Records<Elb> => packed(elb, all, { start });
const batches = (): readonly Records<Elb>[] => [
  batch(`${line(1)}bad\n${line(2)}`, 0),
  batch('bad "\n', 2000),
  batch(`${line(3)}\n${line(4)}`, 3000),
];
const plain = (): readonly Records<Elb>[] => batches().map((one) => one.materialise());

const onBytes: Readonly<Record<string, Step<Buffer, unknown>>> = {
  gunzip: gunzip(),
  fromStream: fromStream('same', () => new PassThrough()),
  splitLines: splitLines({ batchBytes: 1000 }),
  'read(elb)': read(elb, { batchBytes: 1000, maxLineBytes: 320 }),
  'read(auto)': read(auto),
};

const onRecords = {
  rename: rename<Elb, { elb: 'a.b' }>({ elb: 'a.b' }),
  timestamp: timestamp<Elb>(),
  set: set<Elb, { a: { b: string } }>({ a: { b: 'c' } }),
  omit: omit<Elb, 'elb'>('elb'),
  pick: pick<Elb, 'elb' | 'client_ip'>('client_ip', 'elb'),
  eventId: eventId<Elb>(),
  filter: filter<Elb>((r) => (r.client_port ?? 0) % 2 === 0),
  'filter that throws': filter<Elb>((r) => {
    if ((r.client_port ?? 0) % 2 === 0) throw new Error('even');
    return true;
  }),
  derive: derive<Elb, Derivations<Elb>>({ port: (r) => r.client_port, elb: () => 1n }),
  map: map((r: Elb) => ({ ...r, added: 1 })),
  flatMap: flatMap((r: Elb) => [r, r]),
  mapAsync: mapAsync((r: Elb) => Promise.resolve({ ip: r.client_ip })),
};

describe('the contract of a stage', () => {
  for (const [what, step] of Object.entries(onBytes)) {
    describe(`${what}, on bytes`, () => itIsAStage(step, bytes, noBytes));
  }
  describe('gunzip, on gzip', () => itIsAStage(gunzip(), () => chunked(gzipSync(text), 777), noBytes));
  describe('parse, on lines', () => itIsAStage(parse(elb), lines, () => linesOf('', 0)));
  for (const [what, step] of Object.entries(onRecords)) {
    describe(`${what}, on packed records`, () => itIsAStage(step, batches, () => batch('', 0)));
    describe(`${what}, on plain records`, () => itIsAStage(step, plain, () => batch('', 0).materialise()));
  }
});
