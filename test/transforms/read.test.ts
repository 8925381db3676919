import { expect } from 'chai';
import { StageError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import type { Origin } from '../../src/origin.ts';
import type { Summary } from '../../src/summary.ts';
import { memory } from '../../sinks/memory.ts';
import { auto, read, type ReadOptions } from '../../transforms/read.ts';
import { alb } from '../../transforms/formats/alb.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { albExamples, elbExamples } from '../helpers/lines.ts';
import { balanced, bytes, failure, held, origin, sinkOf, until } from '../helpers/runs.ts';

async function looked(
  chunks: readonly string[],
  from: Origin = origin,
  options: ReadOptions = {},
): Promise<Summary & { records: readonly unknown[] }> {
  const sink = memory();
  const summary = balanced(await flow(read(auto, options)).to(sink).run(bytes(chunks, from)));
  return { ...summary, records: sink.records as never };
}

const test = 'Enable AccessLog for ELB: shop at 2015-05-13T23:39:43.945958Z';

describe('read', () => {
  it('reads a format known in code, and reports it', async () => {
    const sink = memory();
    const summary = await flow(read(alb))
      .to(sink)
      .run(bytes([`${albExamples.http}\n`]));
    expect([summary.format, sink.lines.length]).to.deep.equal(['alb', 1]);
    expect(sink.records[0]).to.include({ type: 'http', target_port_list: '10.0.0.1:80' });
  });

  it('does with empty cells what it is told', async () => {
    const sink = memory();
    await flow(read(elb, { empty: 'null' }))
      .to(sink)
      .run(bytes([elbExamples.http]));
    expect(sink.records[0]).to.include({ ssl_cipher: null, ssl_protocol: null });
  });

  it('refuses sizes that cannot be', () => expect(() => read(auto, { maxLineBytes: 0 })).to.throw(/`maxLineBytes`/));
});

describe('read(auto)', () => {
  const found: readonly [string, readonly string[], Partial<Origin>, string, number][] = [
    ['finds classic lines by the first one', [elbExamples.http], {}, 'elb (by first line)', 1],
    ['finds ALB lines by the first one', [albExamples.http], {}, 'alb (by first line)', 1],
    ['looks past empty lines', ['\n\r\n  \n', elbExamples.http], {}, 'elb (by first line)', 1],
    ['waits for the first line to end', ['\n2015', elbExamples.http.slice(4), '\n'], {}, 'elb (by first line)', 1],
    [
      'believes the key rather than the line',
      [elbExamples.http],
      { key: 'a/123456789012_elasticloadbalancing_us-east-1_app.x.1_20200101T0000Z_1.1.1.1_x.log.gz' },
      'alb (by key)',
      0,
    ],
    [
      'skips the test file of AWS by its key',
      [`${test}\n`, 'more\n'],
      { key: 'AWSLogs/123456789012/ELBAccessLogTestFile' },
      'none: ELB test file (by key)',
      0,
    ],
    ['skips it by its text', [test], {}, 'none: ELB test file (by first line)', 0],
    ['finds nothing in lines that are all empty', ['\n\n'], {}, 'none: no lines (by first line)', 0],
  ];
  for (const [title, chunks, from, format, parsed] of found) {
    it(title, async () => {
      const summary = await looked(chunks, { ...origin, ...from });
      expect([summary.format, summary.lines.parsed]).to.deep.equal([format, parsed]);
    });
  }

  it('counts every line of a file it passes over as skipped', async () => {
    const { lines, rejects } = await looked([`${test}\n`, 'more\n\n', 'end'], origin);
    expect([lines.encountered, lines.skipped, rejects.shipped]).to.deep.equal([4, 4, 0]);
  });

  it('has nothing to say of an empty object', async () => {
    const summary = await looked([]);
    expect([summary.format, summary.lines.encountered]).to.deep.equal([undefined, 0]);
  });

  it('fails by name where it cannot tell, and says what the line is and what to do', async () => {
    const run = flow(read(auto))
      .to(memory())
      .run(bytes(['what is "this"?\nmore']));
    const { error } = await failure(run);
    expect(error).to.be.instanceOf(StageError);
    expect(error).to.include({ code: 'ERR_FORMAT_UNKNOWN', stage: 'read' });
    expect(error.message).to.match(
      /^test:object: cannot tell its format: its first line is "what is \\"this\\"\?"; name the format \(elb, alb, .*json\)$/,
    );
  });

  it('judges by the first 64 KiB of a line that does not end', async () => {
    const { source, stream } = held(['x'.repeat(70_000)]);
    const { error } = await failure(flow(read(auto)).to(memory()).run(source));
    expect(error.code).to.equal('ERR_FORMAT_UNKNOWN');
    expect(stream.closed).to.equal(true);
  });

  it('hands on what live input has given once a line is whole', async () => {
    const sink = sinkOf();
    const { source, stream } = held([`${elbExamples.http}\n2015`], { ...origin, live: true });
    const run = flow(read(auto)).to(sink).run(source);
    await until(() => sink.lines.length === 1);
    stream.push(null);
    expect(balanced(await run).lines).to.include({ parsed: 1, encountered: 2 });
  });
});
