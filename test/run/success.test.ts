import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { flow } from '../../src/flow.ts';
import { filter } from '../../src/lift.ts';
import type { Records } from '../../src/records.ts';
import type { Stage } from '../../src/stage.ts';
import type { Summary } from '../../src/summary.ts';
import { memory } from '../../sinks/memory.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { eventId } from '../../transforms/event-id.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { parse } from '../../transforms/parse.ts';
import { read } from '../../transforms/read.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { elbExamples } from '../helpers/lines.ts';
import { balanced, bytes, elbLines, held, origin, sinkOf, streaming, until } from '../helpers/runs.ts';

const line = `${elbExamples.http}\n`;
const plain = flow(gunzip(), splitLines(), parse(elb));

/** The counters that a test speaks of. */
function numbers({ status, lines, records, rejects, bytes: sizes }: Summary): unknown {
  return { status, ...lines, ...records, shipped: rejects.shipped, read: sizes.read, decompressed: sizes.decompressed };
}

const none = { skipped: 0, added: 0, filtered: 0, shipped: 0 };

describe('a run that ends well', () => {
  it('delivers every line and says so in numbers that balance', async () => {
    const input = elbLines(1000);
    const zipped = gzipSync(input);
    const sink = memory();
    const summary = balanced(await plain.to(sink).run(bytes([zipped])));
    const lines = { encountered: 1000, parsed: 1000, sent: 1000 };
    const sizes = { read: zipped.length, decompressed: input.length };
    expect(numbers(summary)).to.deep.equal({ status: 'completed', ...none, ...lines, ...sizes });
    expect(sink.lines).to.have.length(1000);
    expect(summary.bytes.sent).to.equal(Buffer.byteLength(sink.lines.join('\n')) + 1);
  });

  it('says which kernels did the work', async () => {
    const { kernel } = await plain.to(memory()).run(bytes([line]));
    expect(kernel).to.equal('simd');
  });

  const inputs: readonly [string, string, Record<string, number>][] = [
    ['an empty file', '', { encountered: 0, parsed: 0, sent: 0 }],
    ['one line', line, { encountered: 1, parsed: 1, sent: 1 }],
    ['one line without a newline', elbExamples.http, { encountered: 1, parsed: 1, sent: 1 }],
    ['only newlines', '\n\n\n', { encountered: 3, parsed: 0, sent: 0, skipped: 3 }],
    [
      'a line that does not parse among others',
      `${line}what?\n${line}`,
      { encountered: 3, parsed: 2, sent: 2, shipped: 1 },
    ],
    ['only a line that does not parse', 'what?', { encountered: 1, parsed: 0, sent: 0, shipped: 1 }],
  ];
  for (const [what, input, counts] of inputs) {
    it(`accounts for ${what}`, async () => {
      const summary = balanced(await plain.to(memory()).run(bytes([input])));
      const sizes = { read: input.length, decompressed: input.length };
      expect(numbers(summary)).to.deep.equal({ status: 'completed', ...none, ...counts, ...sizes });
    });
  }

  it('ships the first 64 KiB of a line of 5 MB, raw, in its place', async () => {
    const sink = memory();
    const long = 'x'.repeat(5_000_000);
    const summary = balanced(
      await plain.to(sink).run(bytes([line, long.slice(0, 2_000_000), long.slice(2_000_000), `\n${line}`])),
    );
    expect(sink.records[1]).to.deep.equal({
      message: 'x'.repeat(65536),
      tags: ['_parsefailure'],
      error: 'line_too_long',
    });
    expect([sink.lines.length, summary.lines.encountered, summary.failures.parsing.total]).to.deep.equal([3, 3, 1]);
  });

  it('counts a thousand tiny batches like one', async () => {
    const sink = sinkOf();
    const tiny = flow(splitLines({ batchBytes: 1 }), parse(elb)).to(sink);
    const summary = balanced(await tiny.run(bytes(Array.from({ length: 1000 }, () => line))));
    expect([summary.lines.sent, sink.calls.filter((call) => call === 'write').length]).to.deep.equal([1000, 1000]);
  });

  it('is the same flow for twenty runs side by side, each with numbers of its own', async () => {
    const sink = memory();
    const shared = flow(
      gunzip(),
      read(elb),
      eventId(),
      filter((r) => r.elb_status_code === 200),
    ).to(sink);
    const inputs = Array.from({ length: 20 }, (_, i) => elbLines(10 + i));
    const one = (input: Buffer): Promise<Summary> => shared.run(bytes([input.subarray(0, 1000), input.subarray(1000)]));
    const together = await Promise.all(inputs.map(one));
    const shipped = sink.lines.length;
    const alone: Summary[] = [];
    for (const input of inputs) alone.push(await one(input));
    const timeless = (summary: Summary): Summary => ({ ...balanced(summary), durationMs: 0 });
    expect(together.map(timeless)).to.deep.equal(alone.map(timeless));
    expect(sink.lines).to.have.length(2 * shipped);
  });

  it('tells the caller what sources, stages and sinks report', async () => {
    const events: string[] = [];
    await flow(read(elb))
      .to(memory())
      .run(bytes([line]), { onEvent: ({ type }) => events.push(type) });
    expect(events).to.deep.equal(['format', 'read', 'delivered']);
  });

  it('opens the sink, then the source, then the stages', async () => {
    const order: string[] = [];
    const noted: Stage<Records, Records> = {
      name: 'noted',
      open() {
        order.push('stage');
        return { push: (batch) => batch };
      },
    };
    const source = streaming(() => {
      order.push('source');
      return Readable.from([Buffer.from(line)]);
    });
    const sink = sinkOf({ open: () => void order.push('sink') });
    await flow(read(elb), noted).to(sink).run(source);
    expect(order).to.deep.equal(['sink', 'source', 'stage']);
  });

  it('writes, flushes and closes the sink, in that order, once', async () => {
    const sink = sinkOf();
    await flow(read(elb))
      .to(sink)
      .run(bytes([line]));
    expect(sink.calls).to.deep.equal(['open', 'write', 'flush', 'close']);
  });

  it('does not write a batch with nothing in it', async () => {
    const sink = sinkOf();
    await flow(
      read(elb),
      filter(() => false),
    )
      .to(sink)
      .run(bytes([line]));
    expect(sink.calls).to.deep.equal(['open', 'flush', 'close']);
  });

  it('sends records of live input on while the input stays open', async () => {
    const sink = sinkOf();
    const { source, stream } = held([line.slice(0, 50)], { ...origin, live: true });
    const run = flow(
      gunzip(),
      read(elb),
      filter(() => true),
    )
      .to(sink)
      .run(source);
    stream.push(`${line.slice(50)}${line}${line.slice(0, 20)}`);
    await until(() => sink.lines.length === 2);
    stream.push(line.slice(20));
    await until(() => sink.lines.length === 3);
    stream.push(null);
    expect(balanced(await run).lines.sent).to.equal(3);
  });
});
