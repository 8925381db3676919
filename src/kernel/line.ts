import { BACKSLASH, CLOSE_BRACKET, OPEN_BRACKET, QUOTE, SPACE, at } from './bytes.ts';
import { CellKind, type Layout } from './layout.ts';
import type { Rows } from './rows.ts';
import { nextLow } from './scan.ts';
import { splitAddress, splitRequest } from './split.ts';

/** What `splitLine` answers when the quotes of a line do not come out even. */
export const UNBALANCED = -1;

/**
 * Fills a row from one line without its end, and answers how many cells the line has, or UNBALANCED. A line whose
 * quotes do not come out even is read once more, with `\"` before a delimiter or the end of the line as a closing quote.
 */
export function splitLine(
  bytes: Buffer,
  view: DataView,
  start: number,
  end: number,
  layout: Layout,
  rows: Rows,
): number {
  const count = readLine(bytes, view, start, end, layout, rows, false);
  return count === UNBALANCED ? readLine(bytes, view, start, end, layout, rows, true) : count;
}

function readLine(
  bytes: Buffer,
  view: DataView,
  start: number,
  end: number,
  layout: Layout,
  rows: Rows,
  lenient: boolean,
): number {
  const { delimiter, kinds, slots } = layout;
  rows.open(start, end);
  const { cells, at: row } = rows;
  let count = 0;
  let pos = start;
  for (;;) {
    const first = pos;
    let closed = -1;
    if (layout.brackets && pos < end && at(bytes, pos) === OPEN_BRACKET) {
      pos = closingBracket(bytes, view, pos + 1, end, rows);
      if (pos < 0) return UNBALANCED;
      closed = pos;
      pos += 1;
    }
    for (pos = nextLow(bytes, view, pos); pos < end; pos = nextLow(bytes, view, pos + 1)) {
      const byte = at(bytes, pos);
      if (byte === delimiter) break;
      if (byte < SPACE) rows.dirty = true;
      if (byte !== QUOTE) continue;
      const opened = pos;
      pos = closingQuote(bytes, view, pos + 1, end, delimiter, lenient, rows);
      if (pos < 0) return UNBALANCED;
      if (opened === first) closed = pos;
      else rows.dirty = true;
    }
    const bare = closed >= 0 && closed === pos - 1;
    if (closed >= 0 && !bare) rows.dirty = true;
    const from = bare ? first + 1 : first;
    const to = bare ? closed : pos;
    const kind = kinds[count];
    if (kind === CellKind.whole) {
      const slot = row + 2 * (slots[count] ?? 0);
      cells[slot] = from;
      cells[slot + 1] = to;
    } else if (kind === CellKind.address) splitAddress(bytes, from, to, cells, row + 2 * (slots[count] ?? 0));
    else if (kind === CellKind.request) splitRequest(bytes, from, to, cells, row + 2 * (slots[count] ?? 0));
    else if (count === kinds.length) {
      cells[row + 2 * layout.extra] = first;
      cells[row + 2 * layout.extra + 1] = end;
    }
    count += 1;
    if (pos >= end) return count;
    pos += 1;
  }
}

/** Where the bracket that ends a bracketed stretch stands, or UNBALANCED. */
function closingBracket(bytes: Buffer, view: DataView, from: number, end: number, rows: Rows): number {
  const closing = bytes.subarray(from, end).indexOf(CLOSE_BRACKET);
  if (closing < 0) return UNBALANCED;
  for (let pos = nextLow(bytes, view, from); pos < from + closing; pos = nextLow(bytes, view, pos + 1)) {
    if (at(bytes, pos) < SPACE || at(bytes, pos) === QUOTE) rows.dirty = true;
  }
  return from + closing;
}

/** Where the quote that ends a quoted stretch stands, or UNBALANCED. `from` is the first byte inside. */
function closingQuote(
  bytes: Buffer,
  view: DataView,
  from: number,
  end: number,
  delimiter: number,
  lenient: boolean,
  rows: Rows,
): number {
  for (let pos = nextLow(bytes, view, from); pos < end; pos = nextLow(bytes, view, pos + 1)) {
    const byte = at(bytes, pos);
    if (byte < SPACE) rows.dirty = true;
    if (byte !== QUOTE) continue;
    if (pos === from || at(bytes, pos - 1) !== BACKSLASH) return pos;
    if (lenient && (pos + 1 === end || at(bytes, pos + 1) === delimiter)) return pos;
  }
  return UNBALANCED;
}
