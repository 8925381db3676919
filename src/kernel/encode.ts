import { CLOSE_BRACE, COMMA, DASH, LF, OPEN_BRACE, QUOTE, at, at32 } from './bytes.ts';
import { extraCells } from './extra.ts';
import type { Insert, PackedRows } from './index.ts';
import { isJsonNumber } from './number.ts';
import { Op, type Plan } from './plan.ts';
import { EXPANSION, JsonWriter, OP_SLACK } from './writer.ts';

const writer = new JsonWriter();

/** Writes rows as JSON lines: the reference kernel. See Kernel.encode. */
export function encode(rows: PackedRows, plan: Plan, inserts: readonly Insert[]): Buffer {
  const { cells, stride, selection } = rows;
  const fixed = plan.literals.length + rows.idPrefix.length + OP_SLACK * (plan.ops.length + 1);
  const shift = writer.load(plan.literals, rows.bytes);
  let inserted = 0;
  for (const row of selection) {
    const line = at32(cells, row * stride);
    for (let next = inserts[inserted]; next !== undefined && next.position <= line; next = inserts[inserted]) {
      writer.text(`${next.json}\n`);
      inserted += 1;
    }
    const bound = fixed + EXPANSION * (at32(cells, row * stride + 1) - line);
    writer.reserve(bound);
    writeRow(rows, row, plan, shift, bound);
  }
  for (const { json } of inserts.slice(inserted)) writer.text(`${json}\n`);
  return writer.take();
}

/** One row as one line. `bound` is room that suffices for all but the late columns. */
function writeRow(rows: PackedRows, row: number, plan: Plan, shift: number, bound: number): void {
  const { ops, operands, starts } = plan;
  writer.byte(OPEN_BRACE);
  for (let i = 0; i < ops.length; i += 1) {
    const op = at(ops, i);
    const operand = at32(operands, i);
    const literal = at32(starts, i);
    const literalEnd = at32(starts, i + 1);
    if (op <= Op.list) writeCell(rows, row, plan, shift, op, operand, literal, literalEnd);
    else if (op === Op.late) writeLate(rows.late[operand]?.[row], literal, literalEnd, bound);
    else if (op === Op.eventId) writeEventId(rows, row, literal, literalEnd);
    else if (op === Op.close) closeNode(operand);
    else writer.copy(literal, literalEnd);
  }
  if (writer.last() === COMMA) writer.retract(1);
  writer.byte(CLOSE_BRACE);
  writer.byte(LF);
}

function writeCell(
  rows: PackedRows,
  row: number,
  plan: Plan,
  shift: number,
  op: number,
  slot: number,
  literal: number,
  literalEnd: number,
): void {
  const { bytes, cells } = rows;
  const cell = row * rows.stride + 2 * slot;
  const start = at32(cells, cell);
  if (start < 0) return;
  const end = at32(cells, cell + 1);
  if (end - start === 1 && at(bytes, start) === DASH && plan.empty !== 'keep' && op !== Op.list) {
    if (plan.empty === 'omit') return;
    writer.copy(literal, literalEnd);
    writer.text('null,');
    return;
  }
  writer.copy(literal, literalEnd);
  if (op === Op.list) writeList(rows, row, plan);
  else if (op === Op.number && isJsonNumber(bytes, start, end)) writer.copy(start + shift, end + shift);
  else writer.string(start + shift, end + shift, at(rows.dirty, row) === 0);
  writer.byte(COMMA);
}

/** The cells beyond the last column, `-` among them: their places tell what they are. */
function writeList(rows: PackedRows, row: number, plan: Plan): void {
  const line = row * rows.stride;
  writer.text(JSON.stringify(extraCells(rows.bytes, at32(rows.cells, line), at32(rows.cells, line + 1), plan.list)));
}

function writeLate(json: string | undefined, literal: number, literalEnd: number, bound: number): void {
  if (json === undefined) return;
  writer.reserve(3 * json.length + bound);
  writer.copy(literal, literalEnd);
  writer.text(json);
  writer.byte(COMMA);
}

function writeEventId(rows: PackedRows, row: number, literal: number, literalEnd: number): void {
  if (rows.idPrefix === '') return;
  writer.copy(literal, literalEnd);
  writer.text(rows.idPrefix + (rows.offset + at32(rows.cells, row * rows.stride)).toString(36));
  writer.byte(QUOTE);
  writer.byte(COMMA);
}

/** Ends a nested object, or takes back its opening of `opening` bytes when nothing was written into it. */
function closeNode(opening: number): void {
  if (writer.last() === OPEN_BRACE) {
    writer.retract(opening);
    return;
  }
  writer.retract(1);
  writer.byte(CLOSE_BRACE);
  writer.byte(COMMA);
}
