import type { ListShape } from '../column.ts';
import { at, at32 } from './bytes.ts';
import { CellKind, layoutOf } from './layout.ts';
import { splitLine } from './line.ts';
import { Rows } from './rows.ts';
import { viewOf } from './scan.ts';

/** The cells beyond the first `known` of a line, as strings. The whole line is read again, so that quotes fall alike. */
export function extraCells(bytes: Buffer, start: number, end: number, shape: ListShape): string[] {
  let most = 1;
  for (let pos = start; pos < end; pos += 1) if (at(bytes, pos) === shape.delimiter) most += 1;
  const kinds = new Array<CellKind>(most).fill(CellKind.whole);
  const layout = layoutOf({ delimiter: shape.delimiter, brackets: shape.brackets, minimum: 0, kinds });
  const rows = new Rows();
  rows.begin(layout, 1);
  const count = splitLine(bytes, viewOf(bytes), start, end, layout, rows);
  return Array.from({ length: Math.max(0, count - shape.known) }, (_, i) => {
    const slot = 2 * (layout.slots[shape.known + i] ?? 0);
    return bytes.toString('utf8', at32(rows.cells, slot), at32(rows.cells, slot + 1));
  });
}
