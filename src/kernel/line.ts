import { BACKSLASH, QUOTE, SPACE, at } from './bytes.ts';
import { CellKind, type Layout } from './layout.ts';
import type { Rows } from './rows.ts';
import { splitAddress, splitRequest } from './split.ts';

/** What `splitLine` answers when the quotes of a line do not come out even. */
export const UNBALANCED = -1;

/**
 * Fills a row from one line without its end, and answers how many cells the line has, or UNBALANCED. A line whose
 * quotes do not come out even is read once more, with `\"` before a delimiter or the end of the line as a closing quote.
 */
export function splitLine(bytes: Buffer, start: number, end: number, layout: Layout, rows: Rows): number {
  const count = readLine(bytes, start, end, layout, rows, false);
  return count === UNBALANCED ? readLine(bytes, start, end, layout, rows, true) : count;
}

function readLine(bytes: Buffer, start: number, end: number, layout: Layout, rows: Rows, lenient: boolean): number {
  const { delimiter } = layout;
  rows.open(start, end);
  let count = 0;
  let pos = start;
  for (;;) {
    const first = pos;
    let closed = -1;
    for (; pos < end; pos += 1) {
      const byte = at(bytes, pos);
      if (byte > QUOTE) continue; // delimiters, quotes and control characters are all low
      if (byte === delimiter) break;
      if (byte < SPACE) rows.dirty = true;
      if (byte !== QUOTE) continue;
      const opened = pos;
      pos = closingQuote(bytes, pos + 1, end, delimiter, lenient, rows);
      if (pos < 0) return UNBALANCED;
      if (opened === first) closed = pos;
      else rows.dirty = true;
    }
    if (closed < 0) place(bytes, first, pos, layout, rows, count);
    else if (closed === pos - 1) place(bytes, first + 1, closed, layout, rows, count);
    else {
      rows.dirty = true;
      place(bytes, first, pos, layout, rows, count);
    }
    if (count === layout.kinds.length) {
      rows.cells[rows.at + 2 * layout.extra] = first;
      rows.cells[rows.at + 2 * layout.extra + 1] = end;
    }
    count += 1;
    if (pos >= end) return count;
    pos += 1;
  }
}

/** Where the quote that ends a quoted stretch stands, or UNBALANCED. `from` is the first byte inside. */
function closingQuote(
  bytes: Buffer,
  from: number,
  end: number,
  delimiter: number,
  lenient: boolean,
  rows: Rows,
): number {
  for (let pos = from; pos < end; pos += 1) {
    const byte = at(bytes, pos);
    if (byte > QUOTE) continue;
    if (byte < SPACE) rows.dirty = true;
    if (byte !== QUOTE) continue;
    if (pos === from || at(bytes, pos - 1) !== BACKSLASH) return pos;
    if (lenient && (pos + 1 === end || at(bytes, pos + 1) === delimiter)) return pos;
  }
  return UNBALANCED;
}

function place(bytes: Buffer, start: number, end: number, layout: Layout, rows: Rows, cell: number): void {
  const kind = layout.kinds[cell];
  if (kind === undefined) return;
  const slot = rows.at + 2 * (layout.slots[cell] ?? 0);
  if (kind === CellKind.address) splitAddress(bytes, start, end, rows.cells, slot);
  else if (kind === CellKind.request) splitRequest(bytes, start, end, rows.cells, slot);
  else {
    rows.cells[slot] = start;
    rows.cells[slot + 1] = end;
  }
}
