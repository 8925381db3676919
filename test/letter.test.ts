import { expect } from 'chai';
import fc from 'fast-check';
import { memberText } from '../src/json-member.ts';
import { isLetterFile, letterFileName, letterIn, letterLine, type Letter } from '../src/letter.ts';
import { runs } from './helpers/fuzz.ts';

const letter: Letter = {
  kind: 'unsent',
  text: '{"a":1}',
  origin: { uri: 's3://b/k', bucket: 'b', key: 'k', etag: '"e"', identity: '["b","k","\\"e\\""]', format: 'elb' },
  offset: 12,
  ordinal: '',
  reason: 'nobody there',
  attempt: 1,
};

describe('a letter', () => {
  it('is one line of JSON that says what, whence, why and how often', () => {
    expect(letterLine({ ...letter, origin: { uri: 'a.log' } })).to.equal(
      '{"kind":"unsent","record":{"a":1},"origin":{"uri":"a.log"},"offset":12,"reason":"nobody there","attempt":1}\n',
    );
    expect(letterLine({ ...letter, kind: 'rejected', text: 'a "b"', ordinal: '.1', origin: { uri: '-' } })).to.equal(
      '{"kind":"rejected","line":"a \\"b\\"","origin":{"uri":"-"},"offset":12,"ordinal":".1","reason":"nobody there","attempt":1}\n',
    );
  });

  it('is read as it was written, whatever is in it', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(record, fc.string(), fc.boolean(), (json, text, unsent) => {
        const whole: Letter = unsent ? { ...letter, text: json } : { ...letter, kind: 'rejected', text };
        expect(letterIn(letterLine(whole))).to.deep.equal(whole);
      }),
      runs(300),
    );
  });

  it('keeps the digits of numbers that no double holds', () => {
    const text = '{"n":12345678901234567890,"x":1.10,"record":{"record":0}}';
    expect(letterIn(letterLine({ ...letter, text }))?.text).to.equal(text);
  });

  it('may have its members in another order, with spaces between', () => {
    const line = `{ "attempt": 1, "reason": "record", "record" : {"a": 1.0} , "kind": "unsent", "offset": 1, "origin": {"uri": "-"}}`;
    expect(letterIn(line)?.text).to.equal('{"a": 1.0}');
  });

  for (const line of ['', '{', '[]', '{"kind":"unsent"}', '{"a":1}', letterLine(letter).replace('12', '-1')]) {
    it(`is not ${line.slice(0, 30) || 'an empty line'}`, () => expect(letterIn(line)).to.equal(undefined));
  }

  it('is in an object that is known by its name', () => {
    expect(isLetterFile(letterFileName('2026-03-14/abc-0-1'))).to.equal(true);
    expect(isLetterFile('AWSLogs/2026/elb.log.gz')).to.equal(false);
  });
});

describe('the text of a member', () => {
  it('is found at the top, not within', () => {
    expect(memberText('{"b":{"a":1},"a":[1,{"a":2}],"c":"a"}', 'a')).to.equal('[1,{"a":2}]');
  });
  it('is what JSON.parse says, for any object', () => {
    const objects = fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', '}', ',') }), fc.jsonValue());
    fc.assert(
      fc.property(objects, fc.constantFrom('a', 'b', 'ab'), (object, name) => {
        const found = memberText(JSON.stringify(object), name);
        expect(found).to.equal(Object.hasOwn(object, name) ? JSON.stringify(object[name]) : undefined);
      }),
      runs(500),
    );
  });
});
