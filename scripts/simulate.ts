/**
 * Bad days by the thousand: `npm run simulate -- --seeds 10000`, from `--from` on, in `--processes` processes; `--seed 17` is
 * that one alone, told in words. Prints every schedule in which a promise was broken, and a table of all.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scheduleOf } from '../test/simulation/schedule.ts';
import { Tally } from '../test/simulation/tally.ts';
import { words } from '../test/simulation/words.ts';
import type { Message } from '../test/simulation/worker.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { seeds: text, from: text, seed: text, processes: text } });
const first = Number(values.seed ?? values.from ?? 1);
const last = first + (values.seed === undefined ? Number(values.seeds ?? 1000) : 1) - 1;
const processes = Math.min(last - first + 1, Number(values.processes ?? availableParallelism()));
if (!(first >= 0 && last >= first && processes >= 1))
  throw new Error('--seeds, --from, --seed and --processes are numbers');

const began = performance.now();
const tally = new Tally();
const worker = fileURLToPath(new URL('../test/simulation/worker.ts', import.meta.url));
if (values.seed !== undefined) console.log(`${words(scheduleOf(first))}\n`);
await Promise.all(Array.from({ length: processes }, (_, n) => through(first + n)));
console.log(`${tally.toString()}\n\n${((performance.now() - began) / 1000).toFixed(0)} s, ${processes} processes`);
process.exitCode = tally.failures === 0 ? 0 : 1;

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
    await once(child, 'exit');
    if (next > last) return;
    console.log(`${words(scheduleOf(next))}\n  ! did not come to an end\n`);
    tally.lost();
    next += processes;
  }
}
