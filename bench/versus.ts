import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Compared } from './results.ts';
import { byTurns, type RoundsOptions } from './rounds.ts';
import type { Group, Row } from './rows.ts';
import { ratio, table } from './table.ts';

/**
 * Runs the flow's rows with this working tree and with another commit, by turns, and answers the ratios as a table. The
 * commit is built in a worktree of its own by its own `npm run build`, but gets the senders and the packages of this one:
 * what differs is the library.
 */
export async function versus(
  commit: string,
  groups: readonly Group[],
  options: Omit<RoundsOptions, 'comparisons'>,
): Promise<string> {
  const name = run('.', 'git', 'rev-parse', '--short', `${commit}^{commit}`).trim();
  const parent = mkdtempSync(join(tmpdir(), 'logflume-versus-'));
  const tree = join(parent, 'tree');
  try {
    run('.', 'git', 'worktree', 'add', '--detach', tree, name);
    build(tree);
    options.say(`${name} is built`);
    const folder = pathToFileURL(join(tree, 'dist', 'bench', '/'));
    const compared: Compared[] = [];
    for (const { rows } of groups.filter(({ rounds }) => rounds === undefined)) {
      const pairs = rows.flatMap((row) => pairOf(row, name, folder));
      const comparisons = pairs.map(([here, there]) => ({ row: here.id, over: there.id }));
      const found = await byTurns(pairs.flat(), { ...options, comparisons });
      compared.push(...found.compared);
    }
    const head = [`this over ${name}`, 'lines/s', 'CPU a line, theirs over ours'];
    return `${table(
      head,
      compared.map(({ row, rate, cpu }) => [row, ratio(rate), ratio(cpu)]),
    )}\n`;
  } finally {
    if (existsSync(tree)) run('.', 'git', 'worktree', 'remove', '--force', tree);
    rmSync(parent, { recursive: true, force: true });
  }
}

/** A row of the flow here and there; nothing for the senders that do not use the library. */
function pairOf(row: Row, name: string, folder: URL): [Row, Row][] {
  if ('peer' in row.sender || row.sender.script !== 'flow') return [];
  return [
    [row, { ...row, id: `${row.id}@${name}`, name: `${row.name} of ${name}`, sender: { ...row.sender, folder } }],
  ];
}

function build(tree: string): void {
  symlinkSync(realpathSync('node_modules'), join(tree, 'node_modules'));
  run(tree, 'npm', 'run', '--silent', 'build');
  rmSync(join(tree, 'bench'), { recursive: true });
  cpSync('bench', join(tree, 'bench'), { recursive: true });
  try {
    run(tree, 'npx', 'tsc', '-p', 'tsconfig.bench.json');
  } catch (error) {
    // Types of an older library may not be those that this benchmark expects; what was written runs all the same.
    if (!existsSync(join(tree, 'dist', 'bench', 'senders', 'flow.js'))) throw error;
  }
}

function run(folder: string, program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
