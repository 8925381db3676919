import { expect } from 'chai';
import { defaultFlow, replayFlow, type DefaultFlowOptions } from '../../src/forward.ts';
import { letterLine, type Letter } from '../../src/letter.ts';
import { flow } from '../../src/flow.ts';
import { derive, filter, map } from '../../src/lift.ts';
import { memory } from '../../sinks/memory.ts';
import { cloudfront } from '../../transforms/formats/cloudfront.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { readLetters } from '../../transforms/read-letters.ts';
import { letterBox } from '../helpers/letter-box.ts';
import { elbExamples } from '../helpers/lines.ts';
import { balanced, bytes } from '../helpers/runs.ts';

const from = { uri: 's3://logs/a.log', bucket: 'logs', key: 'a.log', etag: '"1"', identity: '["logs","a.log","1"]' };
const unsent: Letter = {
  kind: 'unsent',
  text: '{"n":12345678901234567890,"@metadata":{"_id":"x"}}',
  origin: { ...from, format: 'elb' },
  offset: 70,
  ordinal: '',
  reason: 'gone',
  attempt: 1,
};
const rejected: Letter = { ...unsent, kind: 'rejected', text: elbExamples.http, offset: 1000 };

/** What becomes of letters. */
async function replayed(letters: readonly (Letter | string)[], options: DefaultFlowOptions = {}) {
  const sink = memory();
  const lines = letters.map((letter) => (typeof letter === 'string' ? letter : letterLine(letter)));
  const summary = balanced(
    await replayFlow(options)
      .to(sink)
      .run(bytes(lines, { uri: 'letters', path: '/l', etag: '1' })),
  );
  return { sink, summary };
}

describe('readLetters', () => {
  it('hands on what could not be sent byte for byte, whatever the flow does to records', async () => {
    const named = { rename: { elb: 'name' }, fields: { a: 1 }, eventId: 'id', ecs: true, keyFields: true };
    const { sink, summary } = await replayed([unsent, unsent], named);
    expect(sink.lines).to.deep.equal([unsent.text, unsent.text]);
    expect([summary.format, summary.lines.sent, summary.checkpoint]).to.deep.equal(['dead letters', 2, undefined]);
  });

  it('hands it on past callbacks too', async () => {
    const sink = memory();
    const own = flow(
      readLetters(elb),
      filter(() => false),
      derive({ x: () => 1 }),
      map(() => ({})),
    );
    balanced(await own.to(sink).run(bytes([letterLine(unsent)])));
    expect(sink.lines).to.deep.equal([unsent.text]);
  });

  it('parses a rejected line with the event id that it had', async () => {
    const first = memory();
    const lines = `${' '.repeat(999)}\n${elbExamples.http}\n`;
    await defaultFlow({ format: elb, eventId: 'id' })
      .to(first)
      .run(bytes([lines], from));
    const { sink } = await replayed([rejected], { eventId: 'id' });
    expect(sink.lines).to.deep.equal(first.lines.slice(-1));
  });

  it('reads it with the header that its file had', async () => {
    const header = '#Fields: x-edge-location date time';
    const origin = { ...from, format: cloudfront.name, header };
    const { sink } = await replayed([{ ...rejected, text: 'FRA2\t2026-03-14\t09:00:00', origin }]);
    expect(sink.records[0]).to.include({ x_edge_location: 'FRA2', '@timestamp': '2026-03-14T09:00:00Z' });
  });

  it('finds the format by itself where the letter does not say', async () => {
    const { summary } = await replayed([{ ...rejected, origin: from }]);
    expect([summary.lines.parsed, summary.failures.parsing.total]).to.deep.equal([1, 0]);
  });

  for (const [reason, letter] of Object.entries({
    too_few_fields: { ...rejected, text: 'bad' },
    unknown_format: { ...rejected, text: 'bad', origin: from },
    item_of_a_document: { ...rejected, text: '{}', origin: { ...from, format: 'cloudtrail' } },
  })) {
    it(`rejects again what it cannot take in: ${reason}`, async () => {
      const { sink, summary } = await replayed([letter], { eventId: 'id' });
      expect(sink.records[0]).to.include({ message: letter.text, error: reason });
      expect(summary.rejects.shipped).to.equal(1);
    });
  }

  it('rejects what is no letter, and skips empty lines', async () => {
    const { sink, summary } = await replayed(['\n', '{"a":1}\n', unsent]);
    expect(sink.records).to.deep.include({ message: '{"a":1}', tags: ['_parsefailure'], error: 'not_a_letter' });
    expect([summary.lines.encountered, summary.lines.skipped, summary.lines.sent]).to.deep.equal([3, 1, 1]);
  });

  it('counts how often something was a letter', async () => {
    const box = letterBox();
    const bad = { ...rejected, text: 'bad', attempt: 4, reason: 'too_few_fields' };
    const options = { rejects: 'dead-letter', deadLetters: box } as const;
    await replayFlow()
      .to(memory())
      .run(bytes([letterLine(bad)]), options);
    expect(box.letters()).to.deep.equal([{ ...bad, attempt: 5 }]);
  });
});
