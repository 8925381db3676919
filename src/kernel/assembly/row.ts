import { CLOSE_BRACKET, OPEN_BRACKET, QUOTE, TAB, at } from './bytes';
import { ADDRESS, Layout, REQUEST, WHOLE, pairOf } from './layout';
import { setSlot, splitAddress, splitRequest } from './split';

/** What `fillRow` answers for a line that only `splitLine` can judge. */
export const HARD: i32 = -2;

/** How often a bracketed cell may go on behind a delimiter before the line is left to the whole grammar. */
const MOST_PIECES: i32 = 4;

/** All slots of a row as absent, but for slot 0, the whole line. May write 15 bytes beyond the row. */
export function openRow(row: usize, stride: usize, bytes: usize, start: usize, end: usize): void {
  for (let i: usize = 0; i < stride; i += 16) v128.store(row + i, i32x4.splat(-1));
  setSlot(row, bytes, start, end);
}

/**
 * Fills a row from a line whose cells end at the addresses in `marks`. Answers how many cells it has, or HARD where
 * brackets or quotes do not stand around whole cells: then there are more than two quotes for each quoted cell.
 */
export function fillRow(
  layout: Layout,
  row: usize,
  bytes: usize,
  start: usize,
  end: usize,
  marks: usize,
  marksEnd: usize,
  quoteCount: i32,
): i32 {
  openRow(row, layout.stride, bytes, start, end);
  const known = layout.known;
  const brackets = layout.brackets;
  store<u32>(marksEnd, <u32>end);
  let count: i32 = 0;
  let first = start;
  let pieces: i32 = 0;
  for (let mark = marks; mark <= marksEnd; mark += 4) {
    const last: usize = load<u32>(mark);
    let from = first;
    let to = last;
    const opening = at(first);
    if (opening == QUOTE) {
      if (to - from > 1 && at(to - 1) == QUOTE) {
        quoteCount -= 2;
        from += 1;
        to -= 1;
      }
    } else if (brackets && opening == OPEN_BRACKET && from < to) {
      const closing = closingBracket(from, to);
      if (closing == 0) {
        pieces += 1;
        if (pieces == MOST_PIECES || layout.delimiter == TAB || mark == marksEnd) return HARD;
        continue;
      }
      if (closing < to - 1) return HARD;
      from += 1;
      to -= 1;
    }
    if (count < known) {
      const pair = pairOf(layout, count);
      const slot = row + load<u32>(pair, 4);
      const kind = load<i32>(pair);
      if (kind == WHOLE) setSlot(slot, bytes, from, to);
      else split(kind, slot, bytes, from, to);
    } else if (count == known) setSlot(row + layout.extra, bytes, first, end);
    count += 1;
    first = last + 1;
  }
  return quoteCount == 0 ? count : HARD;
}

/** Puts one cell where its kind wants it. */
export function fill(layout: Layout, cell: i32, row: usize, bytes: usize, from: usize, to: usize): void {
  const pair = pairOf(layout, cell);
  split(load<i32>(pair), row + load<u32>(pair, 4), bytes, from, to);
}

function split(kind: i32, slot: usize, bytes: usize, from: usize, to: usize): void {
  if (kind == WHOLE) setSlot(slot, bytes, from, to);
  else if (kind == ADDRESS) splitAddress(bytes, from, to, slot);
  else if (kind == REQUEST) splitRequest(bytes, from, to, slot);
}

/** Where the first closing bracket stands, or 0. */
function closingBracket(from: usize, end: usize): usize {
  for (let pos = from + 1; pos < end; pos += 1) if (at(pos) == CLOSE_BRACKET) return pos;
  return 0;
}
