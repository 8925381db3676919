import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { flow, type Flow } from '../../src/flow.ts';
import type { Records } from '../../src/records.ts';
import type { Summary } from '../../src/summary.ts';
import { elbLine, mulberry32 } from '../../src/testing/generate.ts';
import { memory } from '../../sinks/memory.ts';
import { eventId } from '../../transforms/event-id.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { parse } from '../../transforms/parse.ts';
import { auto, read } from '../../transforms/read.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { chunked, cuts, mutated, runs } from '../helpers/fuzz.ts';
import { balanced, bytes } from '../helpers/runs.ts';

/** Everything that a run shows of its input, less the time it took. */
async function outcome(
  built: Flow<Records>,
  chunks: readonly Buffer[],
): Promise<{ lines: readonly string[]; summary: Summary }> {
  const sink = memory();
  const summary = balanced(await built.to(sink).run(bytes(chunks)));
  return { lines: sink.lines, summary: { ...summary, durationMs: 0 } };
}

const object = mutated(
  fc
    .array(fc.integer(), { minLength: 1, maxLength: 4 })
    .map((seeds) => seeds.map((seed) => `${elbLine(mulberry32(seed))}${seed % 2 === 0 ? '\r\n' : '\n'}`).join('')),
  3,
);
const sizes = fc.record({
  batchBytes: fc.constantFrom(1, 100, 1000, 262_144),
  maxLineBytes: fc.constantFrom(1, 50, 300, 400, 1_048_576),
});

/** An object, and some way to cut what becomes of it. */
const cutting = (
  convert: (whole: Buffer) => Buffer = (whole) => whole,
): fc.Arbitrary<readonly [Buffer, readonly Buffer[]]> =>
  object.chain((whole) => cuts(convert(whole)).map((pieces) => [convert(whole), pieces] as const));

describe('any cut of the input', () => {
  it('gives the same records, ids and numbers by way of splitLines and parse', () =>
    fc.assert(
      fc.asyncProperty(cutting(), sizes, async ([whole, pieces], options) => {
        const built = flow(splitLines(options), parse(elb), eventId());
        expect(await outcome(built, pieces)).to.deep.equal(await outcome(built, [whole]));
      }),
      runs(150),
    ));

  it('gives the same by way of gunzip and read', () =>
    fc.assert(
      fc.asyncProperty(cutting(gzipSync), sizes, async ([whole, pieces], options) => {
        const built = flow(gunzip(), read(elb, options), eventId());
        expect(await outcome(built, pieces)).to.deep.equal(await outcome(built, [whole]));
      }),
      runs(60),
    ));

  it('gives the same where the format is looked for', () =>
    fc.assert(
      fc.asyncProperty(cutting(), fc.constantFrom('', '\n', '\r\n \n'), async ([whole, pieces], begin) => {
        const built = flow(read(auto), eventId());
        const first = Buffer.from(`${begin}${elbLine(mulberry32(1))}\n`);
        const expected = await outcome(built, [Buffer.concat([first, whole])]);
        expect(await outcome(built, [first.subarray(0, 20), first.subarray(20), ...pieces])).to.deep.equal(expected);
        expect(await outcome(built, [...chunked(first, 1), ...pieces])).to.deep.equal(expected);
      }),
      runs(50),
    ));

  it('says the same of lines and ids whatever `batchBytes` is', () =>
    fc.assert(
      fc.asyncProperty(cutting(), sizes, async ([whole, pieces], { batchBytes, maxLineBytes }) => {
        const one = await outcome(flow(splitLines({ maxLineBytes }), parse(elb), eventId()), [whole]);
        expect(
          await outcome(flow(splitLines({ maxLineBytes, batchBytes }), parse(elb), eventId()), pieces),
        ).to.deep.equal(one);
      }),
      runs(60),
    ));
});
