/**
 * Bad days by the thousand: `npm run simulate -- --seeds 10000`, from `--from` on, in `--processes` processes; `--seed 17` is
 * that one alone, told in words. Prints every schedule in which a promise was broken, and a table of all. `--memory` ships one
 * object of `--lines` under each kind of fault instead, and prints what the process held.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { memory } from '../test/simulation/memory.ts';
import { scheduleOf } from '../test/simulation/schedule.ts';
import { Tally } from '../test/simulation/tally.ts';
import { words } from '../test/simulation/words.ts';
import type { Message } from '../test/simulation/worker.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { seeds: text, from: text, seed: text, processes: text, memory: { type: 'boolean' }, lines: text },
});
if (values.memory === true) {
  await printMemory(Number(values.lines ?? 300_000));
  process.exit();
}
const first = Number(values.seed ?? values.from ?? 1);
const last = first + (values.seed === undefined ? Number(values.seeds ?? 1000) : 1) - 1;
const processes = Math.min(last - first + 1, Number(values.processes ?? availableParallelism()));
if (!(first >= 0 && last >= first && processes >= 1))
  throw new Error('--seeds, --from, --seed and --processes are numbers');

/** Much longer than any schedule takes. */
const HUNG_MS = 60_000;

const began = performance.now();
const tally = new Tally();
const worker = fileURLToPath(new URL('../test/simulation/worker.ts', import.meta.url));
if (values.seed !== undefined) console.log(`${words(scheduleOf(first))}\n`);
await Promise.all(Array.from({ length: processes }, (_, n) => through(first + n)));
console.log(`${tally.toString()}\n\n${((performance.now() - began) / 1000).toFixed(0)} s, ${processes} processes`);
process.exitCode = tally.failures === 0 ? 0 : 1;

async function printMemory(lines: number): Promise<void> {
  console.log('| fault | came about | runs | MB sent again | peak RSS, MB | buffers, MB | seconds |');
  console.log('| --- | --: | --: | --: | --: | --: | --: |');
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(0);
  for await (const { what, struck, runs, resentBytes, rssBytes, externalBytes, ms } of memory(lines)) {
    const cells = [what, struck, runs, mb(resentBytes), mb(rssBytes), mb(externalBytes), (ms / 1000).toFixed(1)];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** Every `processes`-th seed from this one on, in one process; in a new one, where that died. */
async function through(from: number): Promise<void> {
  for (let next = from; next <= last;) {
    const child = fork(worker, [next, last, processes].map(String));
    child.on('message', ({ findings, rssBytes, words: told }: Message) => {
      next = findings.seed + processes;
      tally.add(findings, rssBytes);
      if (told !== undefined) console.log(`${told}\n${findings.problems.map((what) => `  ! ${what}`).join('\n')}\n`);
      if (values.seed !== undefined) console.log(`${findings.runs} runs; ${findings.struck.join(', ')}\n`);
    });
    // From here: a process whose event loop is starved could not end itself.
    const watch = setTimeout(() => child.kill('SIGKILL'), HUNG_MS);
    child.on('message', () => watch.refresh());
    await once(child, 'exit');
    clearTimeout(watch);
    if (next > last) return;
    console.log(`${words(scheduleOf(next))}\n  ! did not come to an end\n`);
    tally.lost();
    next += processes;
  }
}
