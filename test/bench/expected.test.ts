import { expect } from 'chai';
import { checkFirst } from '../../bench/expected.ts';
import { generate } from '../../src/testing/generate.ts';
import { packed } from '../../src/testing/index.ts';
import { elb } from '../../transforms/formats/elb.ts';

const input = { format: 'elb', lines: 1000 } as const;
const log = Buffer.concat([...generate.elb({ lines: 10 })]);
const schema = elb.schema('omit').timestamp('@timestamp');
const record = JSON.parse(packed(elb, log).withSchema(schema).encode().bytes.toString().split('\n')[7] ?? '') as object;

describe('the check of the first record in the benchmark', () => {
  it('takes the record of any of the first lines, with fields that are not of the line', () => {
    checkFirst(JSON.stringify({ ...record, large: true, '@metadata': { _id: 'x' } }), input, 'a sender');
  });

  it('refuses a field of another value', () => {
    const wrong = JSON.stringify({ ...record, sent_bytes: '57' });
    expect(() => checkFirst(wrong, input, 'a sender')).to.throw('a sender does not send what its input says');
  });

  it('refuses a record that lacks a field', () => {
    const wrong = JSON.stringify({ ...record, request_url: undefined });
    expect(() => checkFirst(wrong, input, 'a sender')).to.throw('a sender does not send what its input says');
  });

  it('refuses a time column that is there under its old name too', () => {
    const wrong = JSON.stringify({ ...record, timestamp: 'again' });
    expect(() => checkFirst(wrong, input, 'a sender')).to.throw('a sender does not send what its input says');
  });

  it('refuses a record of no line of the input', () => {
    const wrong = JSON.stringify({ ...record, '@timestamp': '1999-01-01T00:00:00Z' });
    expect(() => checkFirst(wrong, input, 'a sender')).to.throw('none of the first 4000 lines has the time 1999');
  });
});
