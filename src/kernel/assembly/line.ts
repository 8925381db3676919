import { BACKSLASH, CLOSE_BRACKET, OPEN_BRACKET, QUOTE, SPACE, at } from './bytes';
import { ALL_WHOLE, Layout } from './layout';
import { fill, openRow } from './row';
import { setSlot } from './split';

/** What `splitLine` answers when the quotes of a line do not come out even. */
export const UNBALANCED: i32 = -1;

/** Whether the line that was read last has a byte, quotes apart, that JSON cannot hold as it is. */
export let dirty: bool = false;

/**
 * Fills a row from one line, byte by byte, by the whole grammar: for lines that the quick way does not do. Answers how
 * many cells the line has, or UNBALANCED.
 */
export function splitLine(bytes: usize, start: usize, end: usize, layout: Layout, row: usize): i32 {
  const count = readLine(bytes, start, end, layout, row, false);
  return count == UNBALANCED ? readLine(bytes, start, end, layout, row, true) : count;
}

function readLine(bytes: usize, start: usize, end: usize, layout: Layout, row: usize, lenient: bool): i32 {
  const delimiter = layout.delimiter;
  openRow(row, layout.stride, bytes, start, end);
  dirty = false;
  let count: i32 = 0;
  let pos = start;
  while (true) {
    const first = pos;
    let closed: usize = 0;
    if (layout.brackets && pos < end && at(pos) == OPEN_BRACKET) {
      pos = closingBracket(pos + 1, end);
      if (pos == 0) return UNBALANCED;
      closed = pos;
      pos += 1;
    }
    for (; pos < end; pos += 1) {
      const byte = at(pos);
      if (byte == delimiter) break;
      if (byte < SPACE) dirty = true;
      if (byte != QUOTE) continue;
      const opened = pos;
      pos = closingQuote(pos + 1, end, delimiter, lenient);
      if (pos == 0) return UNBALANCED;
      if (opened == first) closed = pos;
      else dirty = true;
    }
    const bare = closed != 0 && closed == pos - 1;
    if (closed != 0 && !bare) dirty = true;
    if (layout.known == ALL_WHOLE) {
      setSlot(row + ((<usize>count) << 3), bytes, bare ? first + 1 : first, bare ? closed : pos);
    } else if (count < layout.known) {
      fill(layout, count, row, bytes, bare ? first + 1 : first, bare ? closed : pos);
    } else if (count == layout.known) {
      setSlot(row + layout.extra, bytes, first, end);
    }
    count += 1;
    if (pos >= end) return count;
    pos += 1;
  }
}

/** Where the bracket that ends a bracketed stretch stands, or 0. */
function closingBracket(from: usize, end: usize): usize {
  for (let pos = from; pos < end; pos += 1) {
    const byte = at(pos);
    if (byte == CLOSE_BRACKET) return pos;
    if (byte < SPACE || byte == QUOTE) dirty = true;
  }
  return 0;
}

/** Where the quote that ends a quoted stretch stands, or 0. `from` is the first byte inside. */
function closingQuote(from: usize, end: usize, delimiter: u32, lenient: bool): usize {
  for (let pos = from; pos < end; pos += 1) {
    const byte = at(pos);
    if (byte < SPACE) dirty = true;
    if (byte != QUOTE) continue;
    if (pos == from || at(pos - 1) != BACKSLASH) return pos;
    if (lenient && (pos + 1 == end || at(pos + 1) == delimiter)) return pos;
  }
  return 0;
}
