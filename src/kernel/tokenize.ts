import { isAscii } from 'node:buffer';
import { BACKSLASH, CR, LF, at } from './bytes.ts';
import type { CellTable, TokenReject } from './index.ts';
import type { Layout } from './layout.ts';
import { splitLine, UNBALANCED } from './line.ts';
import { Rows } from './rows.ts';
import { viewOf } from './scan.ts';

/** Lines are rarely shorter: a first guess at the number of rows. */
const LIKELY_LINE_BYTES = 128;

const rows = new Rows();

/** Cuts whole lines into cells: the reference kernel. See Kernel.tokenize. */
export function tokenize(bytes: Buffer, layout: Layout): CellTable {
  rows.begin(layout, 1 + Math.ceil(bytes.length / LIKELY_LINE_BYTES));
  const rejects: TokenReject[] = [];
  const view = viewOf(bytes);
  const ascii = isAscii(bytes);
  let backslash = nextOf(BACKSLASH, bytes, 0);
  let skipped = 0;
  for (let start = 0, next = 0; start < bytes.length; start = next) {
    const newline = nextOf(LF, bytes, start);
    next = newline + 1;
    const end = newline > start && at(bytes, newline - 1) === CR ? newline - 1 : newline;
    if (end === start || isPassedOver(bytes, start, end, layout)) {
      skipped += 1;
      continue;
    }
    const count = splitLine(bytes, view, start, end, layout, rows);
    if (count === UNBALANCED) rejects.push({ start, end, reason: 'unbalanced_quote' });
    else if (count < layout.minimum) rejects.push({ start, end, reason: 'too_few_fields' });
    else {
      if (backslash < start) backslash = nextOf(BACKSLASH, bytes, start);
      rows.keep(rows.dirty || backslash < end || (!ascii && !isAscii(bytes.subarray(start, end))));
    }
  }
  return { ...rows.table(), rejects, skipped };
}

function isPassedOver(bytes: Buffer, start: number, end: number, { comment, header }: Layout): boolean {
  if (at(bytes, start) === comment) return true;
  return header?.length === end - start && header.compare(bytes, start, end) === 0;
}

function nextOf(byte: number, bytes: Buffer, from: number): number {
  const found = bytes.indexOf(byte, from);
  return found < 0 ? bytes.length : found;
}
