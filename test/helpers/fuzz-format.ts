import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import type { EmptyCells } from '../../src/column.ts';
import type { DocumentFormat, Format, LineFormat, TextFormat } from '../../src/format.ts';
import { nowhere } from '../../src/origin.ts';
import type { Records } from '../../src/records.ts';
import { mulberry32, type Random } from '../../src/testing/generate.ts';
import { below } from '../../src/testing/random.ts';
import { parseLines } from '../../transforms/parse.ts';
import { read } from '../../transforms/read.ts';
import { agree } from './kernels.ts';
import { mutate } from './mutate.ts';
import type { Sample } from './samples/index.ts';

/** What became of the lines, the good and the mutated ones. For documents: of the items, and `failed` documents. */
export interface Fuzzed {
  mutated: number;
  encountered: number;
  parsed: number;
  rejected: number;
  skipped: number;
  failed: number;
}

/** Good and mutated lines by turns, so many of each in a file. */
const PAIRS = 32;
const LF = 0x0a;

/**
 * Reads files of good lines and mutated ones by turns until `lines` were mutated. Throws where a file is read as anything
 * but its lines one by one, where a good line is not a record, where the kernels disagree, where output is no JSON object
 * in UTF-8, and where the counts do not balance.
 */
export async function fuzz(format: Format, sample: Sample, lines: number, seed = 1): Promise<Fuzzed> {
  const counts: Fuzzed = { mutated: 0, encountered: 0, parsed: 0, rejected: 0, skipped: 0, failed: 0 };
  for (let file = 0; counts.mutated < lines; file += 1) {
    const random = mulberry32(seed * 1_000_003 + file);
    try {
      if (format.kind === 'document') await fuzzDocument(format, sample, random, counts);
      else await fuzzFile(format, sample, random, counts);
    } catch (cause) {
      throw new Error(`${format.name}, seed ${seed}, file ${file}: ${String(cause)}`, { cause });
    }
  }
  return counts;
}

async function fuzzFile(
  format: LineFormat | TextFormat,
  sample: Sample,
  random: Random,
  counts: Fuzzed,
): Promise<void> {
  const { head = '' } = sample;
  const known = headedAs(format, head);
  const empty = (['omit', 'null', 'keep'] as const)[below(random, 3)] ?? 'omit';
  const pieces: Buffer[] = [];
  let expected = '';
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const good = Buffer.from(`${sample.line(random)}\n`);
    const bad = Buffer.concat([mutate(good.subarray(0, -1), random), Buffer.from('\n')]);
    const alone = pieceOf(known, good, empty);
    equal(alone.length, 1, `a good line is no record: ${good.toString()}`);
    expected += textOf(alone) + textOf(pieceOf(known, bad, empty));
    pieces.push(good, bad);
  }
  const bytes = Buffer.concat([Buffer.from(head), ...pieces]);
  if (known.kind === 'lines') agree(known, bytes, random);
  const batches = await batchesOf(format, bytes, random, empty);
  const written = Buffer.concat(batches.map((batch) => batch.encode().bytes));
  equal(written.toString(), expected);
  check(written);
  const encountered = bytes.reduce((sum, byte) => (byte === LF ? sum + 1 : sum), 0);
  const [parsed, rejected, skipped] = [
    sum(batches, 'length'),
    batches.flatMap(({ rejects }) => rejects).length,
    sum(batches, 'skipped'),
  ];
  equal(parsed + rejected + skipped, encountered);
  counts.mutated += PAIRS;
  counts.encountered += encountered;
  counts.parsed += parsed;
  counts.rejected += rejected;
  counts.skipped += skipped;
}

/** The format of a file with this head. */
function headedAs(format: LineFormat | TextFormat, head: string): LineFormat | TextFormat {
  return format.kind === 'lines' ? (format.headed?.(head.split('\n').filter(Boolean)) ?? format) : format;
}

/** Three items, of which the second is mutated; a document may be broken by it, but not before it. */
async function fuzzDocument(format: DocumentFormat, sample: Sample, random: Random, counts: Fuzzed): Promise<void> {
  const items = [sample.line(random), sample.line(random), sample.line(random)];
  const bad = mutate(Buffer.from(items[1] ?? ''), random).toString('latin1');
  const document = sample.document?.([items[0] ?? '', bad, items[2] ?? '']) ?? '';
  const bytes = Buffer.from(document, 'latin1');
  const batches: Records[] = [];
  counts.mutated += 1;
  try {
    await batchesOf(format, bytes, random, 'omit', batches);
  } catch (error) {
    ok(String(error).includes('the document is broken'), String(error));
    counts.failed += 1;
  }
  const written = Buffer.concat(batches.map((batch) => batch.seal().encode().bytes));
  check(written);
  const [first] = written.toString().split('\n');
  if (first !== undefined && first !== '') deepStrictEqual(JSON.parse(first), JSON.parse(items[0] ?? ''));
  counts.parsed += sum(batches, 'length');
  counts.rejected += batches.flatMap(({ rejects }) => rejects).length;
  counts.encountered = counts.parsed + counts.rejected;
}

const sum = (batches: readonly Records[], what: 'length' | 'skipped'): number =>
  batches.reduce((total, batch) => total + batch[what], 0);

function pieceOf(format: LineFormat | TextFormat, bytes: Buffer, empty: EmptyCells): Records {
  return parseLines({ bytes, offset: 0, end: bytes.length, rejects: [] }, format, empty, nowhere);
}

const textOf = (batch: Records): string => batch.encode().bytes.toString();

/** The bytes, in a few chunks, by way of `read`. */
async function batchesOf(
  format: Format,
  bytes: Buffer,
  random: Random,
  empty: EmptyCells,
  batches: Records[] = [],
): Promise<readonly Records[]> {
  const { signal } = new AbortController();
  const run = read(format, { empty, batchBytes: 4096 }).open({
    origin: nowhere,
    signal,
    stopping: signal,
    report: () => undefined,
  });
  const keep = (output: readonly Records[] | Records | undefined): void => {
    if (output !== undefined) batches.push(...[output].flat());
  };
  const size = 1 + below(random, bytes.length);
  for (let at = 0; at < bytes.length; at += size) keep(await run.push(bytes.subarray(at, at + size)));
  keep(await run.end?.());
  return batches;
}

function check(written: Buffer): void {
  ok(isUtf8(written), 'the output is not UTF-8');
  for (const line of written.toString().split('\n').slice(0, -1)) {
    const value: unknown = JSON.parse(line);
    ok(typeof value === 'object' && value !== null && !Array.isArray(value), `no object: ${line}`);
  }
}
