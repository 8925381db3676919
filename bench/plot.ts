import type { Figures } from './results.ts';
import { count } from './table.ts';

const WIDTH = 820;
const BAR = 20;
const STEP = 32;
const TOP = 64;
const LEFT = 260;
const RIGHT = 130;

const ours = /\/(flow|reference|no-ids|filter|derive|filter-derive|map)$/;

/**
 * Lines a second as horizontal bars, the fastest on top: the median, and a thin line from the lowest to the highest. It
 * brings a background of its own, so that it can be read on light and dark pages. The same for the same figures.
 */
export function plot(figures: readonly Figures[]): string {
  const sorted = [...figures].sort((a, b) => b.linesPerSecond.median - a.linesPerSecond.median);
  const most = Math.max(...sorted.map(({ linesPerSecond }) => linesPerSecond.highest));
  const scale = (WIDTH - LEFT - RIGHT) / most;
  const height = TOP + sorted.length * STEP + 16;
  const bars = sorted.map((row, i) => bar(row, TOP + i * STEP, scale));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Lines a second, row by row; the figures are in RESULTS.md" font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif">
  <rect width="${WIDTH}" height="${height}" rx="8" fill="#ffffff" stroke="#d0d7de"/>
  <text x="24" y="30" font-size="17" font-weight="600" fill="#1f2328">Lines a second, classic load-balancer log to JSON over TCP</text>
  <text x="24" y="49" font-size="12" fill="#59636e">median of runs by turns, and from lowest to highest. Blue: logflume. Orange: others. Grey: a copy that parses nothing</text>
${bars.join('\n')}
</svg>
`;
}

function bar({ id, name, linesPerSecond: { median, lowest, highest } }: Figures, y: number, scale: number): string {
  const width = (value: number): number => Math.round(value * scale * 10) / 10;
  const colour = ours.test(id) ? '#0969da' : id.endsWith('/copy') ? '#8c959f' : '#bc4c00';
  const middle = y + BAR / 2;
  const text = `y="${middle + 4}" font-size="13"`;
  return [
    `  <text x="${LEFT - 12}" ${text} text-anchor="end" fill="#1f2328">${escaped(name)}</text>`,
    `  <rect x="${LEFT}" y="${y}" width="${width(median)}" height="${BAR}" rx="2" fill="${colour}"/>`,
    `  <path d="M${LEFT + width(lowest)} ${middle}H${LEFT + width(highest)}" stroke="#1f2328" stroke-width="1.5"/>`,
    `  <text x="${LEFT + width(highest) + 8}" ${text} fill="#1f2328">${count(Math.round(median / 1000) * 1000)}</text>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
