import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { ConfigError, StageError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { memory } from '../../sinks/memory.ts';
import { gunzip, type GunzipOptions } from '../../transforms/gunzip.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';
import { balanced, bytes, elbLines, failure } from '../helpers/runs.ts';

const run = (content: Buffer, options?: GunzipOptions) =>
  flow(gunzip(options), read(elb))
    .to(memory())
    .run(bytes([content]));
const MIB = 1 << 20;
/** Zeros: gzip at its worst, some 1,030 : 1. */
const bomb = (size: number): Buffer => gzipSync(Buffer.alloc(size));

describe('the limits of gunzip', () => {
  it('let a small file be as repetitive as it likes', async () => {
    const summary = balanced(await run(bomb(60 * MIB)));
    expect(summary.bytes.decompressed).to.equal(60 * MIB);
  });

  it('end a bomb soon after 64 MiB, by name', async () => {
    const { error, summary } = await failure(run(bomb(200 * MIB)));
    expect(error)
      .to.be.instanceOf(StageError)
      .and.to.include({ code: 'ERR_EXPANSION', stage: 'gunzip', retryable: false });
    expect(error.message).to.match(
      /^gunzip: test:object is more than `maxExpansion` \(400\) allows: \d+ bytes \(near byte /,
    );
    expect(summary.bytes.decompressed).to.be.below(100 * MIB);
  });

  it('can be lifted', async () => {
    expect((await run(bomb(100 * MIB), { maxExpansion: Infinity })).bytes.decompressed).to.equal(100 * MIB);
  });

  it('end an object that is larger than it may be', async () => {
    const content = elbLines(3000);
    const { error } = await failure(run(gzipSync(content), { maxDecompressedBytes: content.length - 1 }));
    expect(error).to.include({ code: 'ERR_EXPANSION' });
    expect(error.message).to.contain('`maxDecompressedBytes`');
    const summary = await run(gzipSync(content), { maxDecompressedBytes: content.length });
    expect(summary.lines.sent).to.equal(3000);
  });

  it('are numbers from 1 on', () => {
    expect(() => gunzip({ maxExpansion: 0.5, maxDecompressedBytes: Number.NaN }))
      .to.throw(ConfigError)
      .with.property('problems')
      .deep.equal(['`maxExpansion` must be 1 or more, got 0.5', '`maxDecompressedBytes` must be 1 or more, got NaN']);
  });
});
