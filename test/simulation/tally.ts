import { faultKinds } from './faults.ts';
import type { Findings } from './simulate.ts';

/** What came of many schedules. */
export class Tally {
  schedules = 0;
  /** Of schedules in which something was wrong. */
  failures = 0;
  peakBytes = 0;
  readonly #sums = { losses: 0, falseSuccesses: 0, runs: 0, lines: 0, read: 0, duplicates: 0, letters: 0 };
  #through = 0;
  readonly #struck = new Map<string, number>();

  /** `rssBytes`: the most memory that the process has held so far. */
  add(findings: Findings, rssBytes: number): void {
    this.schedules += 1;
    if (findings.problems.length > 0) this.failures += 1;
    if (findings.done) this.#through += 1;
    this.peakBytes = Math.max(this.peakBytes, rssBytes);
    for (const name of ['losses', 'falseSuccesses', 'runs', 'lines', 'read', 'duplicates', 'letters'] as const) {
      this.#sums[name] += findings[name];
    }
    for (const what of findings.struck) this.#struck.set(what, (this.#struck.get(what) ?? 0) + 1);
  }

  /** A schedule that did not come to an end. */
  lost(): void {
    this.schedules += 1;
    this.failures += 1;
  }

  /** Two tables in Markdown. */
  toString(): string {
    const { losses, falseSuccesses, runs, lines, read, duplicates, letters } = this.#sums;
    const faults = [...this.#struck.values()].reduce((sum, count) => sum + count, 0);
    const rows: (readonly [string, number | string])[] = [
      ['schedules', this.schedules],
      ['of which the object got through', this.#through],
      ['runs', runs],
      ['faults', faults],
      ['lines', lines],
      ['lines that came to the receiver', read],
      ['of which duplicates', `${((100 * duplicates) / Math.max(1, read)).toFixed(1)} %`],
      ['dead letters kept', letters],
      ['lines lost', losses],
      ['false successes', falseSuccesses],
      ['schedules with anything wrong', this.failures],
      ['peak RSS', `${Math.round(this.peakBytes / 1e6)} MB`],
    ];
    const struck = faultKinds.map((kind) => [kind, this.#struck.get(kind) ?? 0] as const);
    return `${table('', '', rows)}\n\n${table('fault', 'came about', struck)}`;
  }
}

function table(left: string, right: string, rows: readonly (readonly [string, number | string])[]): string {
  const lines = rows.map(([name, value]) => `| ${name} | ${value.toLocaleString('en-US')} |`);
  return [`| ${left} | ${right} |`, '| --- | --: |', ...lines].join('\n');
}
