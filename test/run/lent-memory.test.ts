import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { defaultFlow } from '../../src/forward.ts';
import { filter, map } from '../../src/lift.ts';
import type { Flow } from '../../src/flow.ts';
import type { Records } from '../../src/records.ts';
import { file } from '../../src/sources/file.ts';
import { collector, memory } from '../../src/testing/index.ts';
import { fromStream } from '../../src/adapters.ts';
import { flow } from '../../src/flow.ts';
import { tcp } from '../../sinks/tcp.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { read } from '../../transforms/read.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { balanced, elbLines } from '../helpers/runs.ts';
import { PassThrough } from 'node:stream';

/** Memory that is given back is written over in tests, so whoever still needed it would send rubbish. */
describe('memory that is used again', () => {
  let folder = '';
  let path = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lent-'));
    path = join(folder, 'access.log');
    const long = Buffer.from(`${'x'.repeat(600_000)}\n`);
    await writeFile(path, Buffer.concat([elbLines(4000), long, Buffer.from('no such line\n\n'), elbLines(6000)]));
  });
  after(() => rm(folder, { recursive: true }));

  /** What arrives at a collector, and what a sink that keeps everything gets of the same. */
  async function compared(records: Flow<Records>, connections = 2): Promise<void> {
    const kept = memory();
    await records.to(kept).run(file(path));
    const receiver = await collector();
    try {
      const options = { host: '127.0.0.1', port: receiver.port, connections, maxUnconfirmedBytes: 2 << 20 };
      balanced(await records.to(tcp(options)).run(file(path)));
      // How often is a matter of how batches fall, where a stage repeats them.
      expect([...new Set(receiver.lines())].sort()).to.deep.equal([...new Set(kept.lines)].sort());
    } finally {
      await receiver.close();
    }
  }

  for (const batchBytes of [4 << 10, 256 << 10, 3 << 20]) {
    it(`carries every line as it is, in batches of ${batchBytes} bytes`, () =>
      compared(defaultFlow({ batchBytes, eventId: 'event.id' })));
  }

  it('carries what was filtered, mapped and changed', () =>
    compared(
      defaultFlow({ batchBytes: 50_000, rename: { elb: 'name' } })
        .through(filter((row) => (row as { sent_bytes?: number }).sent_bytes !== 0))
        .through(map((record) => ({ ...(record as object), more: 'x' }))),
    ));

  it('is left to stages that may keep what they were given, and hand it on twice', () => {
    let before: Records | undefined;
    const again = {
      name: 'again',
      open: () => ({
        push(batch: Records): readonly Records[] {
          const both = before === undefined ? [batch] : [batch, before.withRejects([])];
          before = batch;
          return both;
        },
      }),
    };
    return compared(defaultFlow({ batchBytes: 20_000 }).through(again), 1);
  });

  it('is left to streams of others between the source and the reader', () => {
    const keeping = fromStream('keeping', () => {
      const all: Buffer[] = [];
      return new PassThrough({
        transform(chunk: Buffer, _encoding, done) {
          all.push(chunk);
          done();
        },
        flush(done) {
          for (const chunk of all) this.push(chunk);
          done();
        },
      });
    });
    return compared(flow(gunzip(), keeping, read(elb)));
  });
});
