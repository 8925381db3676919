/**
 * One start: `node startup-run.js library <file>` imports `logflume` and reads a file of one line into memory;
 * `node startup-run.js lambda` imports `logflume/lambda` and gives its handler a notification. Prints what it took as JSON.
 */

/** Of one process, which had nothing else to do. */
export interface Start {
  /** From before the import to after it. */
  readonly importMs: number;
  /** From the start of the process to the delivery of its first record. */
  readonly firstRecordMs: number;
  readonly rssAfterImportMB: number;
  readonly rssAfterRecordMB: number;
}

const rssMB = (): number => process.memoryUsage.rss() / 2 ** 20;

const [what = '', path = ''] = process.argv.slice(2);
const starts: Readonly<Record<string, () => Promise<() => Promise<unknown>>>> = {
  async library() {
    const { auto, eventId, file, flow, gunzip, memory, read, timestamp } = await import('../src/index.ts');
    return () => flow(gunzip(), read(auto), timestamp(), eventId()).to(memory()).run(file(path));
  },
  async lambda() {
    const { handler } = await import('../src/lambda.ts');
    const s3 = { bucket: { name: 'logs' }, object: { key: 'AWSLogs/classic.log' } };
    return () => handler({ Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] });
  },
};

const began = performance.now();
const first = await starts[what]?.();
if (first === undefined) throw new Error(`no start \`${what}\``);
const importMs = performance.now() - began;
const rssAfterImportMB = rssMB();
await first();
const start: Start = { importMs, firstRecordMs: performance.now(), rssAfterImportMB, rssAfterRecordMB: rssMB() };
process.stderr.write(`${JSON.stringify(start)}\n`);
