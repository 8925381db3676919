import { expect } from 'chai';
import type { Lines } from '../../src/lines.ts';
import type { Records } from '../../src/records.ts';
import { toTransform } from '../../src/adapters.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { parse, parseLines } from '../../transforms/parse.ts';
import { nowhere } from '../../src/origin.ts';
import { elbExamples } from '../helpers/lines.ts';

const lines = (text: string, offset = 0, rejects: Lines['rejects'] = []): Lines => {
  return { bytes: Buffer.from(text), offset, end: offset + text.length, rejects };
};
const parsed = (given: Lines): Records => parseLines(given, elb, 'omit', nowhere);

describe('parse', () => {
  it('makes a record of each line, and knows where the batch stood in its object', () => {
    const batch = parsed(lines(`${elbExamples.http}\n${elbExamples.tcp}\n`, 500));
    expect([batch.length, batch.start, batch.skipped, batch.rejects]).to.deep.equal([2, 500, 0, []]);
    expect(batch.end).to.equal(500 + elbExamples.http.length + elbExamples.tcp.length + 2);
  });

  it('makes a reject of a line that does not fit, with its offset, its reason and its text', () => {
    const { rejects } = parsed(lines(`${elbExamples.http}\nbad line\r\n`, 500));
    const offset = 500 + elbExamples.http.length + 1;
    expect(rejects).to.deep.equal([
      { kind: 'parsing', stage: 'parse', offset, reason: 'too_few_fields', text: 'bad line' },
    ]);
  });

  it('merges the rejects it was given with its own, by offset', () => {
    const given = { kind: 'parsing', stage: 'splitLines', offset: 3, reason: 'line_too_long', text: '' } as const;
    expect(parsed(lines('a\n"\nb\n', 0, [given])).rejects.map(({ offset }) => offset)).to.deep.equal([0, 2, 3, 4]);
  });

  it('keeps the first 64 KiB of a line that it rejects', () => {
    expect(parsed(lines(`${'x'.repeat(100_000)}\n`)).rejects[0]?.text).to.equal('x'.repeat(65_536));
  });

  it('counts empty lines as skipped', () => expect(parsed(lines('\n\r\n\n')).skipped).to.equal(3));

  it('takes lines that hold nothing but rejects', () => {
    const batch = parsed({ ...lines(''), end: 99 });
    expect([batch.length, batch.end, batch.encode().bytes.length]).to.deep.equal([0, 99, 0]);
  });

  it('is a stage that says its columns when the flow is built', () => {
    expect(parse(elb, { empty: 'null' }).outline?.(undefined)).to.equal(elb.schema('null'));
    expect(toTransform(parse(elb)).writable).to.equal(true);
  });
});
