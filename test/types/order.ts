/** Compiled, never run: what fits together in a flow, and what must not compile. */
import { gzipSync } from 'node:zlib';
import { PassThrough } from 'node:stream';
import {
  auto,
  elb,
  filter,
  flow,
  fromStream,
  gunzip,
  memory,
  parse,
  read,
  rename,
  splitLines,
  timestamp,
} from '../../src/index.ts';
import type { BoundFlow, Flow, Records, Stage } from '../../src/index.ts';

export const inOrder: BoundFlow = flow(gunzip(), splitLines(), parse(elb), timestamp()).to(memory());
export const shorter: BoundFlow = flow(read(elb)).to(memory());
export const looked: BoundFlow = flow(
  gunzip(),
  read(auto),
  timestamp(),
  filter((r) => r.whatever !== 1),
).to(memory());
export const withStream: BoundFlow = flow(
  fromStream('same', () => new PassThrough()),
  read(elb),
).to(memory());

// @ts-expect-error lines are cut before they are parsed
flow(gunzip(), parse(elb));
// @ts-expect-error bytes are not cut twice
flow(splitLines(), splitLines(), parse(elb));
// @ts-expect-error records are not decompressed
flow(read(elb), gunzip());
// @ts-expect-error records are not parsed again
flow(read(elb)).through(parse(elb));
// @ts-expect-error a flow begins with bytes
flow(parse(elb), timestamp());
// @ts-expect-error a flow begins with bytes, not with records
flow(rename({ elb: 'name' }));
// @ts-expect-error bytes are nothing that a sink takes
flow(gunzip()).to(memory());
// @ts-expect-error nor are lines
flow(gunzip(), splitLines()).to(memory());
// @ts-expect-error a stream of bytes does not follow records
flow(read(elb)).through(fromStream('same', () => new PassThrough()));
// @ts-expect-error a flow without a sink does not run
flow(read(elb)).run;
// @ts-expect-error a flow has a stage at least
flow();
// @ts-expect-error a string is no format
read('elb');
// @ts-expect-error `auto` needs bytes to look at; it is not for lines
parse(auto);
// @ts-expect-error an unknown option
splitLines({ batchByte: 1 });
// @ts-expect-error an unknown way with empty cells
parse(elb, { empty: 'drop' });

type Elb = typeof elb extends { readonly record?: infer R } ? NonNullable<R> : never;

/** A reusable piece keeps the types of what comes before it. */
const onlyErrors = <R extends { readonly elb_status_code: number | undefined }>(
  some: Flow<Records<R>>,
): Flow<Records<R>> => some.through(filter((r) => (r.elb_status_code ?? 0) >= 500));
export const pieced = flow(read(elb))
  .apply(onlyErrors)
  .through(filter((r) => r.elb === 'shop'))
  .to(memory());

/** A stage of one's own. */
const own: Stage<Records<Elb>, Records<Elb>> = { name: 'own', open: () => ({ push: (batch) => batch }) };
export const withOwn = flow(
  read(elb),
  own,
  filter((r) => r.elb === 'shop'),
).to(memory());
// @ts-expect-error it takes records of a classic line, which have lost their name here
flow(read(elb), rename({ elb: 'name' }), own);
// @ts-expect-error it takes records, not bytes
flow(own);

export const bytes: Buffer = gzipSync('');
