import { deepStrictEqual, ok } from 'node:assert/strict';
import type { EmptyCells } from '../../src/column.ts';
import type { LineFormat } from '../../src/format.ts';
import type { CellTable, Insert, PackedRows } from '../../src/kernel/index.ts';
import { reference } from '../../src/kernel/pick.ts';
import { planOf } from '../../src/kernel/plan.ts';
import { simdKernel } from '../../src/kernel/simd.ts';
import type { PackedSchema } from '../../src/schema.ts';
import { below, type Random } from '../../src/testing/random.ts';

const LF = 0x0a;
const simd = simdKernel();
const texts = [undefined, '1', 'true', '"late"', '"spät \u{1f600}"', '{"a":[]}'] as const;

/** Throws unless both kernels make the same of these lines, behind 0 to 63 empty ones: at any alignment. */
export function agree(format: LineFormat, lines: Buffer, random: Random): void {
  const bytes = Buffer.concat([Buffer.alloc(below(random, 64), LF), lines]);
  const table = reference.tokenize(bytes, format.layout);
  deepStrictEqual(simd.tokenize(bytes, format.layout), table);
  const empty = (['omit', 'null', 'keep'] as const)[below(random, 3)] ?? 'omit';
  const schema = dressed(format, empty);
  const rows = someOf(bytes, table, format.layout.stride, random);
  const plan = planOf(schema.columns, empty);
  const inserts = insertsFor(bytes, random);
  const expected = reference.encode(rows, plan, inserts);
  const written = simd.encode(rows, plan, inserts);
  ok(written.equals(expected), `the kernels write differently:\n${expected.toString()}\n${written.toString()}`);
}

/** Columns of every kind: of cells, constant, nested, late, and event ids. */
function dressed(format: LineFormat, empty: EmptyCells): PackedSchema {
  const [first = { name: '' }] = format.schema(empty).columns;
  return format
    .schema(empty)
    .rename({ [first.name]: 'node.inner.first' })
    .set({ 'constant.one': 'ä', two: { deep: [null] } })
    .eventId('event.id')
    .derive(['late.first', 'last'], 0);
}

function someOf(bytes: Buffer, { rows, cells, dirty }: CellTable, stride: number, random: Random): PackedRows {
  const selection = Int32Array.from({ length: rows }, (_, row) => row).filter(() => below(random, 4) > 0);
  const late = [0, 1].map(() => Array.from({ length: rows }, () => texts[below(random, texts.length)]));
  const offset = [0, 35, 36 ** 6 - 100, 2 ** 40][below(random, 4)] ?? 0;
  return { bytes, cells, dirty, stride, selection, late, offset, idPrefix: below(random, 4) === 0 ? '' : 'Ab_-0123-' };
}

function insertsFor(bytes: Buffer, random: Random): Insert[] {
  const positions = Array.from({ length: below(random, 4) }, () => below(random, bytes.length + 1));
  return positions
    .sort((one, other) => one - other)
    .map((position) => ({ position, json: `{"at":${position},"ü":""}` }));
}
