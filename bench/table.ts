import type { Spread } from './statistics.ts';

/** A table of Markdown, aligned as prettier wants it; columns after the first to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string => {
    const cells = widths.map((width, i) => (i === 0 ? (row[i] ?? '').padEnd(width) : (row[i] ?? '').padStart(width)));
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

export function count(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The median, with the lowest and the highest in brackets where they differ. */
export function around({ median, lowest, highest }: Spread, digits: number): string {
  if (lowest === highest) return count(median, digits);
  return `${count(median, digits)} (${count(lowest, digits)} to ${count(highest, digits)})`;
}

export function ratio(spread: Spread): string {
  return around(spread, 2);
}
