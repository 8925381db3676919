/** `npm run bench:kernels`: cutting lines and writing JSON, alone. See README.md in this folder. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { kernels } from './kernel-list.ts';
import type { KernelRun } from './kernel-run.ts';
import { machine } from './results.ts';
import { spread } from './statistics.ts';
import { around, table } from './table.ts';
import { tidy } from './tidy.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('kernel-run.js', import.meta.url));
const OUT = 'bench/KERNELS.md';
const FORMATS = { elb: 'classic', alb: 'application load balancer' } as const;

const rows: string[][] = [];
for (const [format, title] of Object.entries(FORMATS)) {
  for (const name of Object.keys(kernels)) {
    const { stdout } = await run(process.execPath, [program, name, format]);
    const seen: unknown = JSON.parse(stdout);
    if (!isRun(seen)) throw new TypeError(`no kernel run: ${stdout}`);
    for (const work of ['tokenize', 'encode'] as const) {
      const { linesPerSecond, cpuNanosecondsPerLine } = seen[work];
      const thousands = spread(linesPerSecond.map((rate) => rate / 1000));
      rows.push([`${title}, ${work}`, name, around(thousands, 0), around(spread(cpuNanosecondsPerLine), 0)]);
    }
    process.stderr.write(`${name}, ${title}\n`);
  }
}

const page = `# Kernels

Scope, method and caveats are in [README.md](README.md#kernels). This file is written by the benchmark.

- Command: \`npm run bench:kernels\`
- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${machine()}
- Node.js: ${process.version}
- Figures are medians, with the lowest and the highest in brackets.

${table(['lines, work', 'kernel', 'k lines/s', 'CPU ns a line'], rows)}
`;
const markdown = await tidy(OUT, page);
await writeFile(OUT, markdown);
process.stdout.write(markdown);

function isRun(value: unknown): value is KernelRun {
  return typeof value === 'object' && value !== null && 'tokenize' in value && 'encode' in value;
}
