import type { Comparison } from './aims.ts';
import type { Input, Inputs } from './inputs.ts';
import { once, type Once } from './once.ts';
import { find } from './peers/find.ts';
import { peers } from './peers/index.ts';
import { compare, figuresOf, rate, type Compared, type Figures, type Timed } from './results.ts';
import type { Row, Size } from './rows.ts';
import type { Untimed } from './untimed.ts';

/** How many lines each size has; a size that is absent is not run. */
export type Sizes = Readonly<Partial<Record<Size, number>>>;

export interface RoundsOptions {
  readonly folder: string;
  readonly inputs: Inputs;
  readonly untimed: Untimed;
  readonly sizes: Sizes;
  readonly rounds: number;
  readonly comparisons: readonly Comparison[];
  readonly say: (text: string) => void;
}

export interface Measurements {
  readonly figures: readonly Figures[];
  readonly compared: readonly Compared[];
  readonly skipped: Readonly<Record<string, string>>;
}

interface Ready {
  readonly row: Row;
  readonly input: Input;
  readonly path: string;
  readonly more: readonly (string | number)[];
  /** What its untimed run sent: every run must send as much. */
  readonly bytes: number;
  readonly version: string | undefined;
}

/**
 * Runs rows by turns: each once untimed, in which lines are counted and the first one's JSON is compared with what its
 * line says, then round for round each one once. Throws when anything is lost; a program of others that is missing or
 * fails is skipped, aloud.
 */
export async function byTurns(rows: readonly Row[], options: RoundsOptions): Promise<Measurements> {
  const { rounds, comparisons, say } = options;
  const skipped: Record<string, string> = {};
  const ready: Ready[] = [];
  for (const row of rows) {
    const reason = missing(row, options.sizes);
    if (reason !== undefined) skipped[row.id] = reason;
    else if (!('peer' in row.sender)) ready.push(await prepared(row, ready, options));
    else {
      try {
        ready.push(await prepared(row, ready, options));
      } catch (error) {
        skipped[row.id] = error instanceof Error ? error.message : String(error);
      }
    }
    if (row.id in skipped) say(`${row.id}: skipped, ${skipped[row.id] ?? ''}`);
  }
  const timed = new Map(ready.map(({ row }) => [row.id, [] as Timed[]]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const one of ready) timed.get(one.row.id)?.push(await timedRun(one, `${round}/${rounds}`, options));
  }
  const compared = comparisons.flatMap((comparison) => {
    const [runs, over] = [timed.get(comparison.row), timed.get(comparison.over)];
    return runs === undefined || over === undefined ? [] : [compare(comparison, runs, over)];
  });
  return {
    figures: ready.map(({ row, version }) => figuresOf(row, timed.get(row.id) ?? [], version)),
    compared,
    skipped,
  };
}

function missing({ sender, input }: Row, sizes: Sizes): string | undefined {
  if (sizes[input.lines] === undefined) return 'not in a quick run';
  if (!('peer' in sender) || find(peers[sender.peer]) !== undefined) return undefined;
  return `${peers[sender.peer].program} is not installed on this machine`;
}

/** The untimed run. */
async function prepared(
  row: Row,
  before: readonly Ready[],
  { folder, inputs, untimed, sizes, say }: RoundsOptions,
): Promise<Ready> {
  const input = { ...row.input, lines: sizes[row.input.lines] ?? 0 };
  const path = await inputs.path(input);
  const { sender } = row;
  const like = 'peer' in sender ? undefined : sender.writesAsMuchAs;
  const more = 'peer' in sender ? [] : [...(sender.args ?? [])];
  if (like !== undefined) {
    const written = before.find((one) => one.row.id === like)?.bytes;
    if (written === undefined) throw new Error(`${row.id} writes as much as ${like}, which does not run before it`);
    more.push(String(await inputs.bytes(input)), String(written));
  }
  const { lines } = input;
  const bytes = await untimed.bytes({ row, folder, path, lines, more }, input);
  say(`${row.id}: ${lines} lines, ${bytes} bytes of JSON, checked`);
  const found = 'peer' in sender ? find(peers[sender.peer]) : undefined;
  return { row, input, path, more, bytes, version: found?.version };
}

async function timedRun(
  { row, input, path, more, bytes }: Ready,
  round: string,
  options: RoundsOptions,
): Promise<Timed> {
  const { lines } = input;
  const run: Once = await once({ row, folder: options.folder, path, lines, more, expected: { bytes } });
  if (run.received.bytes !== bytes) {
    throw new Error(`${row.id}: ${run.received.bytes} bytes arrived, ${bytes} in the run whose lines were counted`);
  }
  const timed = { ...run.measured, input: lines };
  const told = [`${(rate(timed) / 1000).toFixed(0)} k lines/s`, `${timed.cpuSeconds.toFixed(2)} s CPU`];
  options.say(`${round} ${row.id}: ${[...told, `${timed.peakRssMB.toFixed(0)} MB`].join(', ')}`);
  return timed;
}
