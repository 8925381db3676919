import type { Arena } from './arena.ts';
import { at32 } from './bytes.ts';
import type { CellTable, TokenReject } from './index.ts';
import type { Layout } from './layout.ts';
import { lend } from './memory.ts';
import type { SimdModule } from './simd.ts';

const REASONS = ['unbalanced_quote', 'too_few_fields'] as const;
const REJECT_BYTES = 12;
const LENT_FROM_BYTES = 64 << 10;
const TABLES_NUMBERS = 7;
const LAYOUT_NUMBERS = 9;

/** `tokenize` of the module; undefined: the batch is too large for its memory. */
export function simdTokenize(module: SimdModule, arena: Arena, bytes: Buffer, layout: Layout): CellTable | undefined {
  // A row needs a byte for each of its cells but the last, and its line end; a reject needs two bytes.
  const mostRows = Math.ceil(bytes.length / Math.max(2, layout.minimum));
  const mostRejects = Math.ceil(bytes.length / 2);
  arena.begin();
  const header = arena.room(layout.header?.length ?? 0);
  const format = arena.room(4 * (LAYOUT_NUMBERS + 2 * layout.kinds.length));
  const tables = arena.room(4 * TABLES_NUMBERS);
  const text = arena.room(bytes.length);
  const cells = arena.room(4 * layout.stride * (mostRows + 1));
  const dirty = arena.room(mostRows);
  const rejects = arena.room(REJECT_BYTES * mostRejects);
  const marks = arena.room(4 * bytes.length);
  if (!arena.fit()) return undefined;
  layout.header?.copy(arena.bytes, header);
  arena.putNumbers(format, layoutNumbers(layout, header));
  arena.putNumbers(tables, [cells, dirty, rejects, marks, 0, 0, 0]);
  bytes.copy(arena.bytes, text);
  module.tokenize(text, bytes.length, format, tables);
  const rows = arena.number(tables + 16);
  return {
    rows,
    cells: cellsAt(arena, cells, rows * layout.stride),
    dirty: Buffer.from(arena.bytes.subarray(dirty, dirty + rows)),
    rejects: rejectsAt(arena, rejects, arena.number(tables + 20)),
    skipped: arena.number(tables + 24),
  };
}

const known = new WeakMap<Layout, readonly number[]>();

/** A layout as assembly/layout.ts has it. `header` is where its header stands: the same in every call. */
function layoutNumbers(layout: Layout, header: number): readonly number[] {
  let numbers = known.get(layout);
  if (numbers === undefined) known.set(layout, (numbers = describe(layout, header)));
  return numbers;
}

function describe(layout: Layout, header: number): readonly number[] {
  const { delimiter, minimum, kinds, slots, brackets, comment, extra, stride } = layout;
  const length = layout.header?.length ?? 0;
  const pairs = kinds.flatMap((kind, cell) => [kind, 8 * (slots[cell] ?? 0)]);
  return [delimiter, minimum, kinds.length, brackets ? 1 : 0, comment, header, length, 8 * extra, 4 * stride, ...pairs];
}

/** A copy. A large one stands in memory that is lent: that of a small batch would be a block too large for it. */
function cellsAt(arena: Arena, address: number, count: number): Int32Array {
  if (4 * count < LENT_FROM_BYTES) return arena.numbers.slice(address / 4, address / 4 + count);
  const memory = lend(4 * count);
  arena.bytes.copy(memory, 0, address, address + 4 * count);
  return new Int32Array(memory.buffer, memory.byteOffset, count);
}

function rejectsAt({ numbers }: Arena, address: number, count: number): TokenReject[] {
  return Array.from({ length: count }, (_, i) => {
    const place = (address + REJECT_BYTES * i) / 4;
    const reason = REASONS[at32(numbers, place + 2)] ?? REASONS[0];
    return { start: at32(numbers, place), end: at32(numbers, place + 1), reason };
  });
}
