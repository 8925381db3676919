import { expect } from 'chai';
import { packed } from '../../src/testing/batches.ts';
import { number, text } from '../../transforms/formats/columns.ts';
import { delimited } from '../../transforms/formats/delimited.ts';
import { jsonOf, table } from '../helpers/grammar.ts';

const cells = delimited({ name: 'cells', minimum: 1, columns: [text('a'), text('b'), text('c')] });
const tabs = delimited({ name: 'tabs', minimum: 1, columns: [text('a'), text('b')], delimiter: '\t' });
const three = delimited({ name: 'three', columns: [text('a'), text('b'), text('c')] });
const numeric = delimited({ name: 'numeric', columns: [number('n')] });

const rejectOf = (message: string, error: string): unknown => ({ message, tags: ['_parsefailure'], error });

describe('the one grammar of delimited lines', () => {
  describe('rule 1: lines', () => {
    const linesOf = (bytes: string): unknown => {
      const batch = packed(cells, bytes);
      return { lines: batch.encode().bytes.toString(), skipped: batch.skipped };
    };
    const rows: readonly (readonly [string, string, string, number])[] = [
      ['ends a line at LF', 'x\ny\n', '{"a":"x"}\n{"a":"y"}\n', 0],
      ['drops one CR before LF', 'x\r\ny\n', '{"a":"x"}\n{"a":"y"}\n', 0],
      ['keeps the first of two CRs', 'x\r\r\n', '{"a":"x\\r"}\n', 0],
      ['keeps a CR in the middle', 'x\ry\n', '{"a":"x\\ry"}\n', 0],
      ['skips an empty line', 'x\n\ny\n', '{"a":"x"}\n{"a":"y"}\n', 1],
      ['skips a line that is only CR', '\r\nx\n', '{"a":"x"}\n', 1],
      ['skips every line of a batch of newlines', '\n\n\n', '', 3],
      ['gives nothing for nothing', '', '', 0],
      ['takes a space for two cells, not for an empty line', ' \n', '{"a":"","b":""}\n', 0],
    ];
    for (const [title, bytes, lines, skipped] of rows) {
      it(title, () => expect(linesOf(bytes)).to.deep.equal({ lines, skipped }));
    }
  });

  describe('rule 2: cells', () => {
    table(cells, [
      ['parts cells at a delimiter', 'x y z', { a: 'x', b: 'y', c: 'z' }],
      ['reads an empty cell between two delimiters', 'x  z', { a: 'x', b: '', c: 'z' }],
      ['reads an empty cell after a trailing delimiter', 'x ', { a: 'x', b: '' }],
      ['reads an empty cell before a leading delimiter', ' y', { a: '', b: 'y' }],
      ['lets a tab stand in a cell between spaces', 'x\ty z', { a: 'x\ty', b: 'z' }],
      ['does not part at a delimiter inside quotes', '"x y" z', { a: 'x y', b: 'z' }],
      ['does not part at a delimiter where quotes open late', 'x"y z" w', { a: 'x"y z"', b: 'w' }],
      ['leaves absent cells out', 'x', { a: 'x' }],
    ]);
    table(tabs, [
      ['parts at tabs where the format says so, and not at spaces', 'x y\tz', { a: 'x y', b: 'z' }],
      ['does not part at a tab inside quotes', '"x\ty"\tz', { a: 'x\ty', b: 'z' }],
    ]);
  });

  describe('rule 3: quotes', () => {
    table(cells, [
      ['does not close at a quote after a backslash', '"x\\" y" z', { a: 'x\\" y', b: 'z' }],
      ['does not close at a quote after two backslashes', '"x\\\\" y" z', { a: 'x\\\\" y', b: 'z' }],
      ['does not close at a quote after three backslashes', '"x\\\\\\" y" z', { a: 'x\\\\\\" y', b: 'z' }],
      ['opens at a quote after a backslash that is outside quotes', 'x\\"y z" w', { a: 'x\\"y z"', b: 'w' }],
      ['lets a backslash be anywhere else', 'x\\y "\\" "', { a: 'x\\y', b: '\\" ' }],
      ['closes at `\\"` before a delimiter where the line is unbalanced else', '"x y\\" z', { a: 'x y\\', b: 'z' }],
      ['closes at `\\"` at the end of the line where it is unbalanced else', 'x "y z\\"', { a: 'x', b: 'y z\\' }],
      [
        'reads the whole line the second way, not from where it failed',
        '"x\\" y" "z\\"',
        rejectOf('"x\\" y" "z\\"', 'unbalanced_quote'),
      ],
      ['takes only `\\"` before a delimiter as closing the second time', '"x\\"y\\" z', { a: 'x\\"y\\', b: 'z' }],
      ['rejects a line whose quote never closes', 'x "y z', rejectOf('x "y z', 'unbalanced_quote')],
      ['rejects a line that is one quote', '"', rejectOf('"', 'unbalanced_quote')],
      [
        'rejects quotes that are unbalanced beyond the last known cell',
        'x y z w "v',
        rejectOf('x y z w "v', 'unbalanced_quote'),
      ],
      ['rejects a line with three quotes', '"x" "y', rejectOf('"x" "y', 'unbalanced_quote')],
      ['leaves CR out of what it rejects', '"x\r', rejectOf('"x', 'unbalanced_quote')],
    ]);
    it('lets no quote reach into the next line', () => {
      const batch = packed(cells, '"x\ny" z\nx\n');
      expect([batch.length, batch.rejects.map(({ text }) => text)]).to.deep.equal([1, ['"x', 'y" z']]);
    });
  });

  describe('rule 4: what a cell holds', () => {
    table(cells, [
      ['takes the quotes off a cell', '"x"', { a: 'x' }],
      ['keeps the quotes of a cell that closes before its end', '"h2","http/1.1" z', { a: '"h2","http/1.1"', b: 'z' }],
      ['keeps the quotes where only the first part is quoted', '"x"y', { a: '"x"y' }],
      ['keeps the quotes where only the last part is quoted', 'x"y"', { a: 'x"y"' }],
      ['keeps all quotes of two quoted parts', '"x""y"', { a: '"x""y"' }],
      ['leaves \\xNN as it is', '"\\x22x\\x22"', { a: '\\x22x\\x22' }],
      ['leaves \\" as it is', '"x\\"y"', { a: 'x\\"y' }],
      ['takes "" as an empty string', '"" y', { a: '', b: 'y' }],
      ['keeps the quotes of a cell of four quotes', '""""', { a: '""""' }],
      ['keeps spaces inside quotes', '" x " y', { a: ' x ', b: 'y' }],
      ['leaves out a cell that is -', '- y', { b: 'y' }],
      ['leaves out a cell that is "-"', '"-" y', { b: 'y' }],
      ['keeps a cell that only begins with -', '-1 -- "- "', { a: '-1', b: '--', c: '- ' }],
    ]);
    it('writes null for `-` and "-", and not for "", where asked', () => {
      expect(jsonOf(cells, '- "-" ""', 'null')).to.equal('{"a":null,"b":null,"c":""}');
    });
    it('keeps `-` as it is, and takes its quotes, where asked', () => {
      expect(jsonOf(cells, '- "-" ""', 'keep')).to.equal('{"a":"-","b":"-","c":""}');
    });
    it('writes {} for a line whose cells are all empty', () => expect(jsonOf(cells, '- - -')).to.equal('{}'));
  });

  describe('rule 5: how many cells', () => {
    table(three, [
      ['rejects a line with fewer cells than the minimum', 'x y', rejectOf('x y', 'too_few_fields')],
      ['counts a quoted cell as one', '"x y" z', rejectOf('"x y" z', 'too_few_fields')],
      ['takes a line with the minimum', 'x y z', { a: 'x', b: 'y', c: 'z' }],
      ['keeps one cell more', 'x y z w', { a: 'x', b: 'y', c: 'z', extra: ['w'] }],
      ['keeps `-` among the extra cells', 'x y z - v', { a: 'x', b: 'y', c: 'z', extra: ['-', 'v'] }],
      ['takes the quotes off extra cells', 'x y z "-" "w v" ""', { a: 'x', b: 'y', c: 'z', extra: ['-', 'w v', ''] }],
      ['keeps an empty cell after a trailing delimiter as extra', 'x y z ', { a: 'x', b: 'y', c: 'z', extra: [''] }],
      [
        'reads extra cells the second way where the line is',
        'x y z "w\\" v',
        { a: 'x', b: 'y', c: 'z', extra: ['w\\', 'v'] },
      ],
      ['mends broken UTF-8 in extra cells', 'x y z \xff"', rejectOf('x y z \ufffd"', 'unbalanced_quote')],
    ]);
    it('takes all columns as the minimum where the format names none', () => expect(three.layout.minimum).to.equal(3));
  });

  describe('rule 6: numbers', () => {
    for (const verbatim of [
      '0',
      '-0',
      '-1',
      '200',
      '0.000073',
      '1e5',
      '1E+5',
      '1e-5',
      '1.50',
      '123456789012345678901234567890',
      '1e999',
      '-0.0e-0',
    ]) {
      it(`writes ${verbatim} as it stands`, () => expect(jsonOf(numeric, verbatim)).to.equal(`{"n":${verbatim}}`));
    }
    for (const string of [
      '01',
      '-01',
      '00',
      '1.',
      '.5',
      '-.5',
      '+1',
      '0x1',
      '1e',
      '1e+',
      '1.e5',
      'e5',
      '--1',
      '1-',
      '1,5',
      '1_000',
      'NaN',
      'Infinity',
      '-Infinity',
      '1 2',
      '-a',
    ]) {
      it(`writes ${string} as a string`, () => expect(jsonOf(numeric, `"${string}"`)).to.equal(`{"n":"${string}"}`));
    }
    it('takes a quoted number for a number', () => expect(jsonOf(numeric, '"200"')).to.equal('{"n":200}'));
    it('leaves - out', () => expect(jsonOf(numeric, '-')).to.equal('{}'));
    it('takes no digits but ASCII ones', () =>
      expect(JSON.parse(jsonOf(numeric, '\xd9\xa1'))).to.deep.equal({ n: '\u0661' }));
  });

  describe('rule 7: bytes that JSON cannot hold as they are', () => {
    table(cells, [
      ['lets valid UTF-8 pass', '\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80', { a: 'é€😀' }],
      ['replaces a byte that begins nothing', 'x\xffy', { a: 'x\ufffdy' }],
      ['replaces a sequence that is cut short once', 'x\xe2\x82y', { a: 'x\ufffdy' }],
      ['replaces a sequence that is cut short by the end of its cell', 'x\xf0\x9f\x98 y', { a: 'x\ufffd', b: 'y' }],
      ['replaces a sequence that is cut short by its closing quote', '"x\xc3" y', { a: 'x\ufffd', b: 'y' }],
      ['replaces every byte of an overlong form', '\xc0\xaf', { a: '\ufffd\ufffd' }],
      ['replaces every byte of a surrogate', '\xed\xa0\x80', { a: '\ufffd\ufffd\ufffd' }],
      ['keeps a byte order mark', '\xef\xbb\xbfx', { a: '\ufeffx' }],
      ['mends one cell and leaves the next as it is', 'x\xff "\xc3\xa9"', { a: 'x\ufffd', b: 'é' }],
      ['mends the text of a reject', '\xff"', rejectOf('\ufffd"', 'unbalanced_quote')],
    ]);
    for (let code = 0; code <= 0x20; code += 1) {
      if (code === 0x0a || code === 0x20) continue;
      const name = `\\u${code.toString(16).padStart(4, '0')}`;
      it(`escapes ${name}`, () => {
        const line = `x${String.fromCharCode(code)}y z`;
        expect(JSON.parse(jsonOf(cells, line))).to.deep.equal({ a: `x${String.fromCharCode(code)}y`, b: 'z' });
      });
    }
    it('lets DEL stand', () => expect(jsonOf(cells, 'x\x7f')).to.equal('{"a":"x\x7f"}'));
  });
});
