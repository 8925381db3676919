import { BACKSLASH, CR, LF, QUOTE, SPACE, TAB, at } from './bytes';
import { Layout } from './layout';
import { UNBALANCED, dirty, splitLine } from './line';
import { HARD, fillRow } from './row';
import { setSlot } from './split';

/** Where the tables of a call stand, and how long they became. */
@unmanaged
export class Tables {
  /** Rows of cells. */
  cells: usize;
  /** One byte a row. */
  dirty: usize;
  /** Three numbers each: start, end, reason (0: unbalanced quotes, 1: too few cells). */
  rejects: usize;
  /** Room for a number for each delimiter of the longest line. */
  marks: usize;
  rows: i32;
  rejected: i32;
  skipped: i32;
}

/**
 * Cuts whole lines into cells: see Kernel.tokenize. 64 bytes at a time become bits; a cell ends at each delimiter outside
 * of quotes, which are the stretches between a quote and the next. That is the grammar as long as a line has no
 * backslash, no control character, and quotes only around whole cells; a line that has is read by `splitLine`.
 * The bytes must end with LF, with 64 readable bytes behind them; a row may be written 15 bytes too far.
 */
export function tokenize(bytes: usize, length: usize, layout: Layout, tables: Tables): void {
  const delimiter = i8x16.splat(<i8>layout.delimiter);
  const tabbed = layout.delimiter == TAB;
  const end = bytes + length;
  let start = bytes;
  let mark = tables.marks;
  /** All ones when the bytes before the block leave a quote open. */
  let open: u64 = 0;
  let quoteCount: i32 = 0;
  let hard = false;
  for (let from = bytes; from < end; from += 64) {
    const left = u64(end - from);
    const valid: u64 = left < 64 ? (u64(1) << left) - 1 : ~u64(0);
    const lineEnds = bitsOf(from, i8x16.splat(<i8>LF)) & valid;
    const delimiters = bitsOf(from, delimiter);
    const quotes = bitsOf(from, i8x16.splat(<i8>QUOTE));
    const strange = strangeBits(from) & ~lineEnds & valid;
    let quoted = quotes == 0 ? open : parity(quotes) ^ open;
    /** The bits of the block that belong to the open line or to later ones. */
    let rest = valid;
    let ends = lineEnds;
    while (true) {
      // Of the line that is open, up to its end or to the end of the block.
      const last = ends & (0 - ends);
      const line = ends == 0 ? rest : rest & (last - 1);
      mark = put(mark, from, delimiters & ~quoted & line);
      quoteCount += <i32>popcnt(quotes & line);
      if ((tabbed ? strange & ~(delimiters & ~quoted) : strange) & line) hard = true;
      if (ends == 0) break;
      const pos = from + <usize>ctz(last);
      const unclosed = (quoted & last) != 0;
      endLine(layout, tables, bytes, start, pos, mark, quoteCount, hard || unclosed);
      rest &= ~line & ~last;
      if (unclosed) quoted = ~quoted;
      ends ^= last;
      start = pos + 1;
      mark = tables.marks;
      quoteCount = 0;
      hard = false;
    }
    open = <u64>((<i64>quoted) >> 63);
  }
}

/** Bit n: whether byte n of the 64 from an address on is the one that `sought` is full of. */
function bitsOf(from: usize, sought: v128): u64 {
  const first = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(from), sought)));
  const second = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(from, 16), sought)));
  const third = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(from, 32), sought)));
  const fourth = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(from, 48), sought)));
  return first | (second << 16) | (third << 32) | (fourth << 48);
}

/** Bit n: whether byte n is a control character, a backslash, or beyond ASCII: what only the whole grammar can judge. */
function strangeBits(from: usize): u64 {
  const first = strangeIn(v128.load(from));
  const second = strangeIn(v128.load(from, 16));
  const third = strangeIn(v128.load(from, 32));
  const fourth = strangeIn(v128.load(from, 48));
  return first | (second << 16) | (third << 32) | (fourth << 48);
}

/** What is beyond ASCII is below zero as a signed number. */
function strangeIn(bytes: v128): u64 {
  const low = i8x16.lt_s(bytes, i8x16.splat(<i8>SPACE));
  return <u64>(<u32>i8x16.bitmask(v128.or(low, i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH)))));
}

/** Bit n of the answer: whether an odd number of bits of 0 to n is set. */
function parity(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ (bits << 32);
}

/** Notes the addresses of the bits that are set, and answers where the next one goes. */
function put(mark: usize, from: usize, bits: u64): usize {
  while (bits != 0) {
    store<u32>(mark, <u32>(from + <usize>ctz(bits)));
    mark += 4;
    bits &= bits - 1;
  }
  return mark;
}

/** A line that ends before `newline`, with its marks: it becomes a row, a reject, or is passed over. */
function endLine(
  layout: Layout,
  tables: Tables,
  bytes: usize,
  start: usize,
  newline: usize,
  marksEnd: usize,
  quoteCount: i32,
  hard: bool,
): void {
  const end = newline > start && at(newline - 1) == CR ? newline - 1 : newline;
  if (end == start || isPassedOver(layout, start, end)) {
    tables.skipped += 1;
    return;
  }
  const row = tables.cells + <usize>tables.rows * layout.stride;
  let marked = false;
  let count = hard ? HARD : fillRow(layout, row, bytes, start, end, tables.marks, marksEnd, quoteCount);
  if (count == HARD) {
    count = splitLine(bytes, start, end, layout, row);
    marked = dirty || isStrange(start, end);
  }
  if (count == UNBALANCED || count < layout.minimum) {
    const reject = tables.rejects + 12 * <usize>tables.rejected;
    setSlot(reject, bytes, start, end);
    store<i32>(reject, count == UNBALANCED ? 0 : 1, 8);
    tables.rejected += 1;
    return;
  }
  store<u8>(tables.dirty + <usize>tables.rows, <u8>marked);
  tables.rows += 1;
}

function isPassedOver(layout: Layout, start: usize, end: usize): bool {
  if (at(start) == layout.comment) return true;
  return layout.headerLength == <i32>(end - start) && memory.compare(start, layout.header, end - start) == 0;
}

/** Whether there is a backslash, or a byte beyond ASCII. */
function isStrange(start: usize, end: usize): bool {
  for (let pos = start; pos < end; pos += 1) if (at(pos) == BACKSLASH || at(pos) >= 0x80) return true;
  return false;
}
