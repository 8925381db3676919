/** What plain pipelines make of the cells of a load balancer's line. */

/** Cells are parted by a space; one in double quotes may hold spaces, and `\"`. */
export function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let pos = 0;
  while (pos <= line.length) {
    if (line.charCodeAt(pos) === 0x22) {
      let close = line.indexOf('"', pos + 1);
      while (close > 0 && line.charCodeAt(close - 1) === 0x5c) close = line.indexOf('"', close + 1);
      if (close < 0) throw new Error('unbalanced_quote');
      cells.push(line.slice(pos + 1, close));
      pos = close + 2;
    } else {
      const space = line.indexOf(' ', pos);
      const end = space < 0 ? line.length : space;
      cells.push(line.slice(pos, end));
      pos = end + 1;
    }
  }
  return cells;
}

export function text(cell: string | undefined): string | undefined {
  return cell === '-' ? undefined : cell;
}

export function number(cell: string | undefined): number | undefined {
  return cell === '-' || cell === undefined ? undefined : Number(cell);
}

export function ip(cell: string): string | undefined {
  if (cell === '-') return undefined;
  const address = cell.slice(0, cell.lastIndexOf(':'));
  return address.startsWith('[') ? address.slice(1, -1) : address;
}

export function port(cell: string): number | undefined {
  return cell === '-' ? undefined : Number(cell.slice(cell.lastIndexOf(':') + 1));
}
