import { bounds, type Bound } from './aims.ts';
import type { Compared, Figures, Results } from './results.ts';
import { groups } from './rows.ts';
import type { Spread } from './statistics.ts';
import { count, ratio, table } from './table.ts';

/** Every ratio and every bound beside what the project aims at. */
export function aimsTable({ compared, figures }: Results): string {
  const ratios = compared.map((pair) => [
    `${nameOf(pair.row)} over ${nameOf(pair.over, pair.row)}`,
    ratio(pair.rate),
    ratio(pair.cpu),
    ...aimOf(pair),
  ]);
  const kept = bounds.flatMap((bound) => boundRow(bound, figures));
  const said = 'How many times as many lines a second, and as little CPU time a line, pair by pair of the same turn:';
  return [
    ...(ratios.length === 0 ? [] : [said, table(['', 'lines/s', 'CPU', 'aim', 'met'], ratios)]),
    ...(kept.length === 0 ? [] : [table(['', 'measured', 'aim', 'met'], kept)]),
  ].join('\n\n');
}

function aimOf({ atLeast, hoped, rate, cpu }: Compared): [string, string] {
  if (atLeast === undefined) return ['', ''];
  const aim = hoped === undefined ? `≥ ${atLeast}` : `≥ ${atLeast} (${hoped})`;
  const met = [rate, cpu].map(({ median }: Spread) => median >= atLeast);
  if (met.every(Boolean)) return [aim, 'yes'];
  return [aim, met[0] === true ? 'lines/s' : met[1] === true ? 'CPU' : 'no'];
}

function boundRow({ what, row, moreThan, figure, unit, atMost }: Bound, figures: readonly Figures[]): string[][] {
  const found = medianOf(figures, row, figure);
  const base = moreThan === undefined ? 0 : medianOf(figures, moreThan, figure);
  if (found === undefined || base === undefined) return [];
  const measured = found - base;
  const digits = unit === 's' ? 2 : 1;
  return [[what, `${count(measured, digits)} ${unit}`, `≤ ${atMost} ${unit}`, measured <= atMost ? 'yes' : 'no']];
}

function medianOf(figures: readonly Figures[], row: string, figure: Bound['figure']): number | undefined {
  return figures.find(({ id }) => id === row)?.[figure].median;
}

/** `classic: default flow`; without the group where that is said already. */
function nameOf(id: string, beside?: string): string {
  const group = groups.find(({ rows }) => rows.some((row) => row.id === id));
  const row = group?.rows.find((one) => one.id === id);
  if (group === undefined || row === undefined) return id;
  return beside?.startsWith(`${group.id}/`) === true ? row.name : `${group.id}: ${row.name}`;
}
