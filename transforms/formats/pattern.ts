import { ConfigError } from '../../src/errors.ts';
import type { TextFormat } from '../../src/format.ts';
import { CellKind } from '../../src/kernel/layout.ts';
import { RejectRecord } from '../../src/records.ts';
import { timeColumn, type TimeColumn } from '../../src/time.ts';
import { text, type CellColumns } from './columns.ts';
import type { RecordOf } from './delimited.ts';

/** The record type of a list of columns. */
export type PatternRecord<Columns extends readonly CellColumns[]> = Omit<RecordOf<Columns>, 'extra'>;

/** A record whose columns are not declared. */
export type Captured = Readonly<Record<string, string | undefined>>;

interface PatternBase {
  readonly name: string;
  /** Matches a whole line; its named groups are the columns. */
  readonly regexp: RegExp;
  /** The column that holds the time of a record; its name alone stands for one in ISO 8601. */
  readonly time?: string | TimeColumn | undefined;
  /** A longer line is rejected as `line_too_long`. Default: 64 KiB. */
  readonly maxLineBytes?: number;
}

export interface PatternOptions<Columns extends readonly CellColumns[]> extends PatternBase {
  /**
   * One for each named group: `text`, `time`, `number` or `seconds`. TypeScript cannot see the groups of a regular
   * expression; this tells it, and which of them are numbers. Default: all are strings, of names that nobody checks.
   */
  readonly columns: Columns;
}

/**
 * A format of lines that match a regular expression; its named groups are the columns. **The expression has to match the
 * whole line**, as if it stood between `^` and `$`: where the end does not matter, end it in `.*`. The dot matches any
 * character; the flags `i`, `u` and `v` are kept, others mean nothing here. A group that took no part in the match is left out.
 * A number that is none, to the letter of JSON, stays a string; one beyond a double loses digits. A line that does not match
 * is rejected as `no_match`.
 *
 * Beware of backtracking. Nested repetition, as in `(\w+\s?)*`, or neighbours that can match the same, as in `.*.*`, may
 * take time that grows with the square of the line, or doubles with every character, and nothing can interrupt a regular
 * expression: one hostile line halts the process. Prefer `[^ ]*` or `[^"]*` to `.*`. Lines are bounded for the same reason.
 */
export function pattern<const Columns extends readonly CellColumns[]>(
  options: PatternOptions<Columns>,
): TextFormat<PatternRecord<Columns>>;
export function pattern(options: PatternBase): TextFormat<Captured>;
export function pattern(options: PatternBase & { readonly columns?: readonly CellColumns[] }): TextFormat {
  const { name, regexp, time, maxLineBytes = 64 << 10 } = options;
  const { source, flags } = regexp;
  const whole = new RegExp(`^(?:${source})$`, `${flags.replace(/[^iuv]/g, '')}s`);
  const groups = groupsOf(whole);
  const columns = options.columns ?? groups.map((group) => text(group));
  const column = timeColumn(time);
  const problems = [...problemsOf(groups, columns), ...problemsOfTime(groups, column)];
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => `format \`${name}\`: ${problem}`));
  const parts = columns.flatMap((cell) => cell.parts);
  return {
    kind: 'text',
    name,
    time: column,
    maxLineBytes,
    recordOf(line) {
      const found = whole.exec(line)?.groups;
      if (found === undefined) throw new RejectRecord('no_match');
      const record: Record<string, string | number> = {};
      for (const { name, type } of parts) {
        const value = found[name];
        if (value !== undefined) record[name] = type === 'number' ? numberIn(value) : value;
      }
      return record;
    },
  };
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

function numberIn(text: string): string | number {
  const value = JSON_NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : text;
}

/** The names of all groups: with an empty alternative, any expression matches. */
function groupsOf({ source, flags }: RegExp): readonly string[] {
  return Object.keys(new RegExp(`${source}|`, flags).exec('')?.groups ?? {});
}

function problemsOf(groups: readonly string[], columns: readonly CellColumns[]): readonly string[] {
  if (groups.length === 0) return ['its regular expression has no named group, such as `(?<status>[^ ]*)`'];
  const names = columns.flatMap(({ parts }) => parts.map((part) => part.name));
  const whole = columns.filter(({ kind }) => kind !== CellKind.whole);
  if (whole.length > 0) {
    return [`\`${whole[0]?.parts[0]?.name}\` would be taken apart: the groups of the expression do that here`];
  }
  return [
    ...groups.filter((group) => !names.includes(group)).map((group) => `the group \`${group}\` has no column`),
    ...names.filter((name) => !groups.includes(name)).map((name) => `the column \`${name}\` has no group of its name`),
    ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `there are two columns \`${name}\``),
    ...names.filter((name) => name === '__proto__').map((name) => `a column cannot be called \`${name}\``),
  ];
}

function problemsOfTime(groups: readonly string[], time: TimeColumn | undefined): readonly string[] {
  const names = time === undefined ? [] : [time.name, ...(time.second === undefined ? [] : [time.second])];
  return names.filter((name) => !groups.includes(name)).map((name) => `the time \`${name}\` is no named group`);
}
