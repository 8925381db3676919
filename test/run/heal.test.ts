import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { defaultFlow } from '../../src/forward.ts';
import { s3Object } from '../../src/sources/s3.ts';
import type { Summary } from '../../src/summary.ts';
import { faultyS3, type Fault } from '../helpers/faulty-s3.ts';
import { balanced, elbLines, failure, sinkOf } from '../helpers/runs.ts';
import { credentials } from '../helpers/s3.ts';

const content = elbLines(3000);

async function read(bytes: Buffer, faults: readonly Fault[]): Promise<{ lines: string[]; summary: Summary }> {
  const s3 = await faultyS3(bytes, faults);
  try {
    const clientOptions = { endpointUrl: s3.url, credentials };
    const sink = sinkOf();
    const source = s3Object({ bucket: 'logs', key: 'a.log', clientOptions, retryDelayMs: 1, silenceMs: 500 });
    return { summary: balanced(await defaultFlow({ eventId: 'id' }).to(sink).run(source)), lines: sink.lines };
  } finally {
    await s3.close();
  }
}

describe('a run whose reads break', () => {
  for (const [how, bytes] of [
    ['plain', content],
    ['gzip', gzipSync(content)],
  ] as const) {
    it(`delivers every line of a ${how} object once, with the same ids, and counts what was taken up`, async () => {
      const whole = await read(bytes, []);
      const after = Math.floor(bytes.length / 4);
      const broken = await read(bytes, [
        { after, then: 'end' },
        { status: 503, code: 'SlowDown' },
        { after, then: 'silence' },
        { after: 0, then: 'reset' },
      ]);
      expect(broken.lines).to.deep.equal(whole.lines);
      expect(whole.lines).to.have.length(3000);
      expect([whole.summary.reads.resumed, whole.summary.failures.reading.total]).to.deep.equal([0, 0]);
      const { status, reads, failures, bytes: counted } = broken.summary;
      expect([status, reads.resumed, failures.reading.total]).to.deep.equal(['completed', 3, 4]);
      expect(failures.reading.lastFew[0]?.reason).to.match(/broke off after [\d,]+ of [\d,]+ bytes/);
      expect(counted.read).to.equal(bytes.length);
    });
  }

  it('is completed with an object of no bytes', async () => {
    const { summary, lines } = await read(Buffer.alloc(0), []);
    expect([summary.status, summary.bytes.read, lines.length]).to.deep.equal(['completed', 0, 0]);
  });

  it('fails with the cause of each read in its summary', async () => {
    const cut = { after: 1000, then: 'end' } as const;
    const run = read(content, [cut, 'replace']).then(({ summary }) => summary);
    const { error, summary } = await failure(run);
    expect(error.code).to.equal('ERR_OBJECT_CHANGED');
    expect(summary.failures.reading.total).to.equal(2);
  });
});
