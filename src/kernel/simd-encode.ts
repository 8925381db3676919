import type { Arena } from './arena.ts';
import { at, at32 } from './bytes.ts';
import type { Insert, PackedRows } from './index.ts';
import { lend } from './memory.ts';
import { Op, type Plan } from './plan.ts';
import type { SimdModule } from './simd.ts';
import { joinTexts } from './texts.ts';
import { EXPANSION, OP_SLACK } from './writer.ts';

const JOB_NUMBERS = 21;
const LIST_NUMBERS = 9;
const STEP_NUMBERS = 4;
const ALL_WHOLE = -1;
const EMPTY = { omit: 0, null: 1, keep: 2 } as const;

/** `encode` of the module; undefined: the batch is too large for its memory. */
export function simdEncode(
  module: SimdModule,
  arena: Arena,
  rows: PackedRows,
  plan: Plan,
  inserts: readonly Insert[],
): Buffer | undefined {
  const { bytes, cells, dirty, stride, selection, idPrefix, offset } = rows;
  const late = joinTexts(rows.late, selection);
  const lines = joinTexts([inserts.map(({ json }) => `${json}\n`)], Int32Array.from(inserts.keys()));
  const fixed = plan.literals.length + idPrefix.length + OP_SLACK * (plan.ops.length + 1);
  const hasList = plan.ops.includes(Op.list);
  arena.begin();
  const literals = arena.room(plan.literals.length);
  const steps = arena.room(4 * STEP_NUMBERS * plan.ops.length);
  const job = arena.room(4 * JOB_NUMBERS);
  const list = arena.room(4 * LIST_NUMBERS);
  const prefix = arena.room(idPrefix.length);
  const text = arena.room(bytes.length);
  const table = arena.room(cells.byteLength);
  const flags = arena.room(dirty.length);
  const chosen = arena.room(selection.byteLength);
  const latePlaces = arena.room(late.places.byteLength);
  const lateTexts = arena.room(late.bytes);
  const positions = arena.room(4 * inserts.length);
  const insertPlaces = arena.room(lines.places.byteLength);
  const insertTexts = arena.room(lines.bytes);
  const scratch = arena.room(hasList ? 8 * (bytes.length + 1) : 0);
  const out = arena.room(fixed * selection.length + EXPANSION * bytes.length + late.written + lines.written);
  if (!arena.fit()) return undefined;
  plan.literals.copy(arena.bytes, literals);
  arena.putNumbers(steps, stepNumbers(plan, literals));
  arena.putNumbers(list, [plan.list.delimiter, 0, ALL_WHOLE, plan.list.brackets ? 1 : 0, -1, 0, 0, 0, 0]);
  arena.bytes.write(idPrefix, prefix, 'latin1');
  bytes.copy(arena.bytes, text);
  arena.putNumbers(table, cells);
  dirty.copy(arena.bytes, flags);
  arena.putNumbers(chosen, selection);
  arena.putNumbers(latePlaces, late.places);
  arena.bytes.write(late.joined, lateTexts);
  arena.putNumbers(
    positions,
    inserts.map(({ position }) => position),
  );
  arena.putNumbers(insertPlaces, lines.places);
  arena.bytes.write(lines.joined, insertTexts);
  arena.putNumbers(job, [
    ...[text, table, flags, 4 * stride, chosen, selection.length],
    ...[steps, steps + 4 * STEP_NUMBERS * plan.ops.length, latePlaces, lateTexts],
    ...[positions, inserts.length, insertPlaces, insertTexts, prefix, prefix + idPrefix.length],
    ...[EMPTY[plan.empty], list, plan.list.known, scratch, out],
  ]);
  const end = module.encode(job, offset);
  const result = lend(end - out);
  arena.bytes.copy(result, 0, out, end);
  return result;
}

const known = new WeakMap<Plan, Int32Array>();

/** The ops of a plan, four numbers each. `literals` is where its literals stand: the same in every call. */
function stepNumbers(plan: Plan, literals: number): Int32Array {
  let numbers = known.get(plan);
  if (numbers === undefined) known.set(plan, (numbers = describe(plan, literals)));
  return numbers;
}

function describe({ ops, operands, starts }: Plan, literals: number): Int32Array {
  const numbers = new Int32Array(STEP_NUMBERS * ops.length);
  for (let i = 0; i < ops.length; i += 1) {
    const op = at(ops, i);
    const operand = at32(operands, i);
    const ends = [literals + at32(starts, i), literals + at32(starts, i + 1)] as const;
    numbers.set([op, op <= Op.list ? 8 * operand : operand, ...ends], STEP_NUMBERS * i);
  }
  return numbers;
}
