import { parseArgs } from 'node:util';
import { groups, type Group } from './rows.ts';

export interface Asked {
  readonly quick: boolean;
  /** Rows, groups, or the last part of a row's name. Empty: all. */
  readonly only: readonly string[];
  /** Absent: as many as the size of the run has. */
  readonly rounds: number | undefined;
  /** Compare with this commit instead. */
  readonly versus: string | undefined;
  /** Where results are written. */
  readonly out: string;
  /** As it can be typed again. */
  readonly command: string;
}

/** Throws Error for what cannot be done, with what can. */
export function asked(args: readonly string[]): Asked {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      rounds: { type: 'string' },
      vs: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const { quick, rounds, vs: versus } = values;
  const only = values.only.split(',').filter((name) => name !== '');
  for (const name of only) {
    if (name !== 'small' && !groups.some(({ rows }) => rows.some(({ id }) => isAsked(id, [name])))) {
      throw new Error(`--only: no row \`${name}\`; groups are ${groups.map(({ id }) => id).join(', ')}, small`);
    }
  }
  if (rounds !== undefined && !/^[1-9]\d?$/.test(rounds)) {
    throw new Error(`--rounds must be a whole number from 1 to 99, not ${rounds}`);
  }
  return {
    quick,
    only,
    rounds: rounds === undefined ? undefined : Number(rounds),
    versus,
    // A quick look never takes the place of results that were measured with patience.
    out: values.out ?? (quick ? 'dist/bench/quick' : 'bench'),
    command: commandOf(quick, only, rounds),
  };
}

/** Without `--out`, which changes no figure. */
function commandOf(quick: boolean, only: readonly string[], rounds: string | undefined): string {
  const flags = [
    ...(quick ? ['--quick'] : []),
    ...(only.length > 0 ? ['--only', only.join(',')] : []),
    ...(rounds === undefined ? [] : ['--rounds', rounds]),
  ];
  return ['npm run bench', ...(flags.length > 0 ? ['--', ...flags] : [])].join(' ');
}

function isAsked(id: string, only: readonly string[]): boolean {
  return only.some((name) => id === name || id.startsWith(`${name}/`) || id.endsWith(`/${name}`));
}

/** The groups with the rows that were asked for, and with those that a row needs to know what to write. */
export function chosen(only: readonly string[]): readonly Group[] {
  if (only.length === 0) return groups;
  return groups
    .map((group) => {
      const direct = group.rows.filter(({ id }) => isAsked(id, only));
      const needed = new Set(direct.flatMap(({ sender }) => ('peer' in sender ? [] : (sender.writesAsMuchAs ?? []))));
      return { ...group, rows: group.rows.filter((row) => direct.includes(row) || needed.has(row.id)) };
    })
    .filter(({ rows }) => rows.length > 0);
}
