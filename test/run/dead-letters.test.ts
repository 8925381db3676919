import { expect } from 'chai';
import fc from 'fast-check';
import { FlumeError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import type { Records } from '../../src/records.ts';
import type { SinkContext } from '../../src/stage.ts';
import { memory } from '../../sinks/memory.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';
import { caught } from '../helpers/caught.ts';
import { runs } from '../helpers/fuzz.ts';
import { letterBox } from '../helpers/letter-box.ts';
import { elbExamples } from '../helpers/lines.ts';
import { balanced, bytes, failure, held, sinkOf, until } from '../helpers/runs.ts';

const line = `${elbExamples.http}\n`;
const from = { uri: 'a.log', path: '/a.log', etag: 'one', identity: 'one' };
const perLine = flow(read(elb, { batchBytes: 1 }));
const boom = new Error('boom');

/** A sink that leaves batches to the dead letters, by their number, or fails at one. */
function leaving(fate: (n: number) => 'take' | 'leave' | 'fail') {
  let context: SinkContext | undefined;
  let n = 0;
  return sinkOf({
    open: (given) => (context = given),
    write(batch: Records) {
      const what = fate(n++);
      if (what === 'take') return Promise.resolve();
      const unsent = { origin: batch.origin, bytes: batch.encode().bytes, places: batch.places() };
      if (what === 'fail' || context?.deadLetter?.(unsent, 'it would not go') !== true) return Promise.reject(boom);
      // What is left is not delivered: the sink of the tests would say so.
      Object.assign(batch, { encode: () => ({ bytes: Buffer.alloc(0), records: 0, rejects: 0 }) });
      return Promise.resolve();
    },
  });
}

describe('dead letters of a run', () => {
  it('take rejects where asked, and the records go on without them', async () => {
    const box = letterBox();
    const sink = memory();
    const options = { rejects: 'dead-letter', deadLetters: box } as const;
    const summary = balanced(await perLine.to(sink).run(bytes([line, 'bad 1\n', 'bad 2'], from), options));
    expect(sink.lines).to.have.length(1);
    expect([summary.status, summary.rejects.deadLettered]).to.deep.equal(['completed', 2]);
    expect(summary.deadLetters).to.deep.include({ records: 0, uri: 'box:' });
    const known = { kind: 'rejected', reason: 'too_few_fields', ordinal: '', attempt: 1 };
    const origin = { ...from, format: 'elb' };
    expect(box.letters()).to.deep.equal([
      { ...known, text: 'bad 1', offset: line.length, origin },
      { ...known, text: 'bad 2', offset: line.length + 6, origin },
    ]);
  });

  it('take records that the sink leaves; the run resolves, and its status says so', async () => {
    const box = letterBox();
    const sink = leaving((n) => (n === 1 ? 'leave' : 'take'));
    const summary = balanced(await perLine.to(sink).run(bytes([line, line, line], from), { deadLetters: box }));
    expect([summary.status, summary.checkpoint]).to.deep.equal(['deadLettered', undefined]);
    expect([summary.lines.sent, summary.failures.sending.total, summary.deadLetters.records]).to.deep.equal([2, 1, 1]);
    expect(summary.failures.sending.lastFew).to.deep.equal([{ reason: 'it would not go', offset: line.length }]);
    expect(box.letters()).to.have.length(1);
    expect(box.letters()[0]).to.include({ kind: 'unsent', offset: line.length, reason: 'it would not go' });
    expect(JSON.parse(box.letters()[0]?.text ?? '')).to.include({ client_port: 2817 });
  });

  it('are opened by a run that has any, and by no other', async () => {
    const box = letterBox();
    await perLine.to(memory()).run(bytes([line]), { deadLetters: box });
    expect(box.calls).to.deep.equal([]);
  });

  for (const fails of ['write', 'keep'] as const) {
    it(`fail the run by name where they cannot be kept (${fails}): the checkpoint does not pass them`, async () => {
      const box = letterBox({ fails });
      const sink = leaving((n) => (n === 1 ? 'leave' : n === 2 ? 'fail' : 'take'));
      const { error, summary } = await failure(
        perLine.to(sink).run(bytes([line, line, line], from), { deadLetters: box }),
      );
      expect(error.code).to.equal('ERR_DEAD_LETTER');
      expect(error.message).to.match(new RegExp(`could not be kept: .*no ${fails} here; before that: .*boom`));
      expect(error.cause).to.be.instanceOf(AggregateError);
      expect([summary.deadLetters.records, summary.checkpoint?.offset]).to.deep.equal([0, line.length]);
    });
  }

  it('fail the run by name where rejects are more than there is room for, and keep the first', async () => {
    const box = letterBox({ maxBytes: 400 });
    const options = { rejects: 'dead-letter', deadLetters: box } as const;
    const { error, summary } = await failure(perLine.to(memory()).run(bytes([`${line}1\n2\n3\n4\n`], from), options));
    expect([error.code, error.retryable]).to.deep.equal(['ERR_DEAD_LETTERS_FULL', false]);
    expect(error.message).to.match(/^a\.log: there is no room for more dead letters: \d+ of 400 bytes/);
    const kept = box.letters().map(({ text }) => text);
    expect(kept).to.deep.equal(['1', '2'].slice(0, summary.rejects.deadLettered));
    expect(kept).not.to.be.empty;
  });

  it('are given up by a run that is aborted', async () => {
    const box = letterBox();
    const abort = new AbortController();
    const { source } = held([line, 'bad\n'], { ...from, live: true });
    const options = { rejects: 'dead-letter', deadLetters: box, signal: abort.signal } as const;
    const run = perLine.to(memory()).run(source, options);
    await until(() => box.calls.includes('write'));
    abort.abort();
    const { error, summary } = await failure(run);
    expect([error.code, summary.rejects.deadLettered, box.letters()]).to.deep.equal(['ERR_ABORTED', 0, []]);
    expect(box.calls).to.deep.equal(['write', 'abandon']);
  });

  it('must have a place where rejects are to be some', async () => {
    const error = await caught(perLine.to(memory()).run(bytes([line]), { rejects: 'dead-letter' }));
    expect(error).to.include({ code: 'ERR_CONFIG' });
    expect(error.message).to.contain('needs `deadLetters`');
  });

  it('lose nothing: each line is delivered, among them, or behind the checkpoint', async () => {
    const seen = new Set<string>();
    const fates = fc.array(fc.constantFrom('take' as const, 'take' as const, 'leave' as const, 'fail' as const));
    const lines = fc.array(fc.constantFrom(line, 'bad\n'), { minLength: 1, maxLength: 12 });
    const store = {
      maxBytes: fc.constantFrom(900, 3000, Infinity),
      fails: fc.constantFrom(undefined, 'write', 'keep'),
    };
    await fc.assert(
      fc.asyncProperty(fates, lines, fc.record(store), async (fate, content, { maxBytes, fails }) => {
        const box = letterBox({ maxBytes, ...(fails === undefined ? {} : { fails: fails }) });
        const sink = leaving((n) => fate[n] ?? 'take');
        const options = { rejects: 'dead-letter', deadLetters: box } as const;
        const outcome = await perLine
          .to(sink)
          .run(bytes([content.join('')], from), options)
          .catch((error: unknown) => error);
        const found = outcome instanceof FlumeError ? outcome.summary : outcome;
        const summary = balanced(found as never);
        seen.add(summary.status);
        const whole = summary.status === 'completed' || summary.status === 'deadLettered';
        const reached = whole ? Infinity : (summary.checkpoint?.offset ?? 0);
        const letters = new Set(box.letters().map(({ offset }) => offset));
        let [offset, below] = [0, 0];
        for (const one of content) {
          if (offset < reached && !letters.has(offset)) below += 1;
          offset += one.length;
        }
        // Which lines were delivered the sink does not say; of those below the checkpoint, none is missing.
        expect(summary.lines.sent).to.be.at.least(below);
        expect(summary.deadLetters.records + summary.rejects.deadLettered).to.equal(letters.size);
        if (whole) expect(summary.lines.sent + letters.size).to.equal(content.length);
      }),
      runs(250),
    );
    expect([...seen].sort()).to.deep.equal(['completed', 'deadLettered', 'failed']);
  });
});
