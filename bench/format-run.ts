/** One format in a process of its own: `node format-run.js <format> [ecs]` prints what each run took as JSON. */
import { Readable } from 'node:stream';
import { ecs, flow, read, timestamp, type Records } from '../src/index.ts';
import type { Sink, Source } from '../src/stage.ts';
import { mulberry32 } from '../src/testing/generate.ts';
import { samples } from '../test/helpers/samples/index.ts';
import { formats } from '../transforms/formats/registry.ts';
import type { FormatRuns } from './format-report.ts';

const LINES = 50_000;
const DIFFERENT = 10_000;
const RUNS = 5;
const WARMING = 2;
const CHUNK_BYTES = 65_536;

const [name = '', how] = process.argv.slice(2);
const format = formats[name];
const sample = samples[name];
if (format === undefined || sample === undefined) throw new Error(`no format \`${name}\``);

const random = mulberry32(1);
const lines = Array.from({ length: DIFFERENT }, () => sample.line(random));
const all = Array.from({ length: LINES / DIFFERENT }, () => lines).flat();
const text = sample.document?.(all) ?? `${sample.head ?? ''}${all.join('\n')}\n`;
const bytes = Buffer.from(text);
const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) =>
  bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
);

const source: Source = {
  name: 'chunks',
  open: () => Promise.resolve({ stream: Readable.from(chunks, { objectMode: true }), origin: { uri: 'memory:' } }),
};

/** Has every batch written as JSON, and forgets it. */
const discarding: Sink = {
  name: 'discarding',
  open: (context) =>
    Promise.resolve({
      write(batch: Records) {
        const { bytes: json, records, rejects } = batch.encode();
        context.report({ type: 'delivered', records, rejects, bytes: json.length, upTo: batch.end });
        return Promise.resolve();
      },
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }),
};

const reading = flow(read(format));
const timed = how === 'ecs' ? reading.through(ecs()) : how === 'timestamp' ? reading.through(timestamp()) : reading;
const bound = timed.to(discarding);
const seconds: number[] = [];
for (let run = -WARMING; run < RUNS; run += 1) {
  const began = performance.now();
  const summary = await bound.run(source);
  if (run >= 0) seconds.push((performance.now() - began) / 1000);
  if (summary.lines.sent !== LINES) throw new Error(`${name}: ${summary.lines.sent} of ${LINES} lines`);
}
const runs: FormatRuns = { lines: LINES, bytes: bytes.length, seconds };
process.stdout.write(JSON.stringify(runs));
