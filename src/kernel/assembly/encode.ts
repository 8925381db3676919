import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, DASH, LF, OPEN_BRACE, OPEN_BRACKET, QUOTE, at } from './bytes';
import { copy } from './copy';
import { base36 } from './event-id';
import { splitLine } from './line';
import { Layout } from './layout';
import { isJsonNumber } from './number';
import { escaped } from './string';

/** What to write, where it stands, and where it goes: numbers in memory, as the caller lays them out. */
@unmanaged
export class Job {
  /** The bytes of the batch. */
  bytes: usize;
  cells: usize;
  /** One byte a row. */
  dirty: usize;
  /** Bytes of a row. */
  stride: usize;
  /** Row numbers, and how many. */
  selection: usize;
  selected: i32;
  /** Four numbers each: op, operand, start and end of its literal. */
  steps: usize;
  stepsEnd: usize;
  /** For each late column a pair of numbers for each selected row: where its JSON starts and ends in the texts; -1: none. */
  late: usize;
  lateTexts: usize;
  /** The positions that inserts go before, and how many there are. */
  inserts: usize;
  insertCount: i32;
  /** A pair of numbers for each insert: where it starts and ends in the texts. */
  insertPlaces: usize;
  insertTexts: usize;
  /** What comes before the offset in an event id. */
  idPrefix: usize;
  idPrefixEnd: usize;
  /** 0: `-` is left out, 1: null, 2: kept. */
  empty: u32;
  /** How to cut the cells beyond the last column: all of them whole. */
  list: Layout;
  /** The cells before those. */
  known: i32;
  /** Room for the cells of the longest line. */
  scratch: usize;
  out: usize;
}

const NUMBER: i32 = 1;
const LIST: i32 = 2;
const LATE: i32 = 4;
const EVENT_ID: i32 = 5;
const CLOSE: i32 = 7;

/** What becomes of a cell that is `-`; null otherwise. */
const OMIT: u32 = 0;
const KEEP: u32 = 2;

const NULL: u32 = 0x6c6c756e;
const QUOTE_COMMA: u16 = 0x2c22;

/** Writes rows as JSON lines, see Kernel.encode, and answers where they end. `offset`: of the first byte, in the object. */
export function encode(job: Job, offset: f64): usize {
  let out = job.out;
  let insert: i32 = 0;
  for (let i: i32 = 0; i < job.selected; i += 1) {
    const row = load<u32>(job.selection + ((<usize>i) << 2));
    const cells = job.cells + <usize>row * job.stride;
    const line = load<i32>(cells);
    for (; insert < job.insertCount && load<i32>(job.inserts + ((<usize>insert) << 2)) <= line; insert += 1) {
      out = copyText(out, job.insertTexts, job.insertPlaces + ((<usize>insert) << 3));
    }
    out = writeRow(job, out, i, row, cells, offset + <f64>line);
  }
  for (; insert < job.insertCount; insert += 1) {
    out = copyText(out, job.insertTexts, job.insertPlaces + ((<usize>insert) << 3));
  }
  return out;
}

/** What stands between the two places of a pair in some texts. */
function copyText(out: usize, texts: usize, pair: usize): usize {
  return copy(out, texts + load<u32>(pair), texts + load<u32>(pair, 4));
}

/** What stands between the two addresses of a pair. */
function copyPair(out: usize, pair: usize): usize {
  return copy(out, load<u32>(pair), load<u32>(pair, 4));
}

function writeRow(job: Job, out: usize, index: i32, row: u32, cells: usize, offset: f64): usize {
  const clean = !load<u8>(job.dirty + row);
  store<u8>(out, <u8>OPEN_BRACE);
  out += 1;
  for (let step = job.steps; step < job.stepsEnd; step += 16) {
    const op = load<i32>(step);
    if (op <= NUMBER) {
      const slot = cells + load<u32>(step, 4);
      const from = load<i32>(slot);
      if (from < 0) continue;
      const start = job.bytes + <usize>from;
      const end = job.bytes + load<u32>(slot, 4);
      if (!clean || (end - start == 1 && at(start) == DASH)) {
        out = writeOther(job, out, step, op, start, end);
        continue;
      }
      out = copyPair(out, step + 8);
      if (op == NUMBER && isJsonNumber(start, end)) {
        out = copy(out, start, end);
        store<u8>(out, <u8>COMMA);
        out += 1;
      } else {
        store<u8>(out, <u8>QUOTE);
        out = copy(out + 1, start, end);
        store<u16>(out, QUOTE_COMMA);
        out += 2;
      }
    } else if (op == LIST) out = writeList(job, out, step, cells);
    else if (op == LATE) out = writeLate(job, out, step, index);
    else if (op == EVENT_ID) out = writeEventId(job, out, step, offset);
    else if (op == CLOSE) out = closeNode(out, load<u32>(step, 4));
    else out = copyPair(out, step + 8);
  }
  if (at(out - 1) == COMMA) out -= 1;
  store<u8>(out, <u8>CLOSE_BRACE);
  store<u8>(out, <u8>LF, 1);
  return out + 2;
}

/** A cell that is `-`, or that may need escapes. */
function writeOther(job: Job, out: usize, step: usize, op: i32, start: usize, end: usize): usize {
  const empty = end - start == 1 && at(start) == DASH && job.empty != KEEP;
  if (empty && job.empty == OMIT) return out;
  out = copyPair(out, step + 8);
  if (empty) {
    store<u32>(out, NULL);
    out += 4;
  } else if (op == NUMBER && isJsonNumber(start, end)) out = copy(out, start, end);
  else out = escaped(out, start, end);
  store<u8>(out, <u8>COMMA);
  return out + 1;
}

/** The cells beyond the last column. The whole line is read again, so that quotes fall alike. */
function writeList(job: Job, out: usize, step: usize, cells: usize): usize {
  if (load<i32>(cells + load<u32>(step, 4)) < 0) return out;
  out = copyPair(out, step + 8);
  const start = job.bytes + load<u32>(cells);
  const end = job.bytes + load<u32>(cells, 4);
  const count = splitLine(job.bytes, start, end, job.list, job.scratch);
  store<u8>(out, <u8>OPEN_BRACKET);
  out += 1;
  for (let cell = job.known; cell < count; cell += 1) {
    const slot = job.scratch + ((<usize>cell) << 3);
    out = escaped(out, job.bytes + load<u32>(slot), job.bytes + load<u32>(slot, 4));
    store<u8>(out, <u8>COMMA);
    out += 1;
  }
  if (at(out - 1) == COMMA) out -= 1;
  store<u8>(out, <u8>CLOSE_BRACKET);
  store<u8>(out, <u8>COMMA, 1);
  return out + 2;
}

function writeLate(job: Job, out: usize, step: usize, index: i32): usize {
  const pair = job.late + ((<usize>load<u32>(step, 4) * <usize>job.selected + <usize>index) << 3);
  if (load<i32>(pair) < 0) return out;
  out = copyPair(out, step + 8);
  out = copyText(out, job.lateTexts, pair);
  store<u8>(out, <u8>COMMA);
  return out + 1;
}

function writeEventId(job: Job, out: usize, step: usize, offset: f64): usize {
  if (job.idPrefix == job.idPrefixEnd) return out;
  out = copyPair(out, step + 8);
  out = copy(out, job.idPrefix, job.idPrefixEnd);
  out = base36(out, <u64>offset);
  store<u8>(out, <u8>QUOTE);
  store<u8>(out, <u8>COMMA, 1);
  return out + 2;
}

/** Ends a nested object, or takes back its opening of `opening` bytes when nothing was written into it. */
function closeNode(out: usize, opening: u32): usize {
  if (at(out - 1) == OPEN_BRACE) return out - <usize>opening;
  store<u8>(out - 1, <u8>CLOSE_BRACE);
  store<u8>(out, <u8>COMMA);
  return out + 1;
}
