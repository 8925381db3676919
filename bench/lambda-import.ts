/** One import: `node lambda-import.js <index.js>` loads a bundle, and prints what it took as JSON, in a process of its own. */
import { createRequire } from 'node:module';

/** Of one process, which had nothing else to do. */
export interface Import {
  readonly importMs: number;
  readonly rssMB: number;
}

const load = createRequire(import.meta.url);
const began = performance.now();
load(process.argv[2] ?? '');
const importMs = performance.now() - began;
const found: Import = { importMs, rssMB: process.memoryUsage.rss() / 2 ** 20 };
process.stdout.write(`${JSON.stringify(found)}\n`);
