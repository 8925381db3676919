import { expect } from 'chai';
import { flow } from '../../src/flow.ts';
import { memory } from '../../sinks/memory.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';
import { elbExamples } from '../helpers/lines.ts';
import { bytes } from '../helpers/runs.ts';

describe('memory', () => {
  it('keeps lines and records of every run, rejects in their places', async () => {
    const sink = memory();
    const kept = flow(read(elb)).to(sink);
    await kept.run(bytes([`bad\n${elbExamples.http}`]));
    await kept.run(bytes([elbExamples.https]));
    expect(sink.lines).to.have.length(3);
    expect(sink.records.map((record) => (record as { message?: string }).message)).to.deep.equal([
      'bad',
      undefined,
      undefined,
    ]);
  });

  it('takes a batch of more lines than a call has room for arguments', async () => {
    const sink = memory();
    await flow(read(elb))
      .to(sink)
      .run(bytes(['x\n'.repeat(200_000)]));
    expect(sink.lines).to.have.length(200_000);
  });
});
