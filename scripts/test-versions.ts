/**
 * Runs the tests on every Node version that the project supports: `npm run test:versions`, or some of them:
 * `npm run test:versions -- 22 24`. Each comes as an npm package into `.versions/`, and stays there.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { nodeOf, SUPPORTED } from './node-versions.ts';

interface Outcome {
  readonly version: string;
  readonly node: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  readonly ok: boolean;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((version) => !SUPPORTED.some((known) => known === version));
if (unknown.length > 0) {
  process.stderr.write(`Usage: npm run test:versions -- [${SUPPORTED.join(' | ')} …]\n`);
  process.exit(2);
}

const outcomes: Outcome[] = [];
for (const version of asked.length > 0 ? asked : SUPPORTED) {
  const outcome = testOn(version);
  process.stdout.write(`${sentence(outcome)}\n`);
  outcomes.push(outcome);
}
console.table(
  Object.fromEntries(
    outcomes.map(({ version, node, passed, failed, seconds }) => [version, { node, passed, failed, seconds }]),
  ),
);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;

function testOn(version: string): Outcome {
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1000);
  const node = nodeOf(version);
  if (node === undefined)
    return { version, node: 'not installed', passed: 0, failed: 0, seconds: seconds(), ok: false };
  const found = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const { stdout, status } = spawnSync(node, ['node_modules/mocha/bin/mocha.js', '--reporter', 'dot'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (status !== 0) process.stdout.write(stdout);
  const [passed, failed] = [counted(stdout, 'passing'), counted(stdout, 'failing')];
  return { version, node: found, passed, failed, seconds: seconds(), ok: status === 0 && passed > 0 };
}

/** From mocha's closing lines: `  12 passing (3s)`. */
function counted(output: string, what: 'passing' | 'failing'): number {
  const matches = [...output.matchAll(new RegExp(`^ +(\\d+) ${what}\\b`, 'gm'))];
  return Number(matches.at(-1)?.[1] ?? 0);
}

function sentence({ version, node, passed, failed, seconds, ok }: Outcome): string {
  return `Node ${version} (${node}): ${ok ? 'ok' : 'FAILED'}, ${passed} passed, ${failed} failed, ${seconds} s`;
}
