import { expect } from 'chai';
import fc from 'fast-check';
import type { LineFormat } from '../../src/format.ts';
import { albLine, elbLine, mulberry32 } from '../../src/testing/generate.ts';
import { packed } from '../../src/testing/batches.ts';
import { alb } from '../../transforms/formats/alb.ts';
import { address, number, request, text } from '../../transforms/formats/columns.ts';
import { delimited } from '../../transforms/formats/delimited.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { mutated, runs } from '../helpers/fuzz.ts';
import { albOracle, elbOracle, oracle, type OracleFormat } from '../helpers/oracle.ts';

const empties = fc.constantFrom('omit' as const, 'null' as const, 'keep' as const);

function holds(format: LineFormat, rules: OracleFormat, bytes: Buffer, empty: 'omit' | 'null' | 'keep'): void {
  const batch = packed(format, bytes, { empty });
  const expected = oracle(bytes, rules, empty);
  const counts = { parsed: batch.length, rejected: batch.rejects.length, skipped: batch.skipped };
  const { parsed, rejected, skipped } = expected;
  const json = batch.encode().bytes.toString();
  expect(json).to.equal(expected.text);
  expect(counts).to.deep.equal({ parsed, rejected, skipped });
  expect(counts.parsed + counts.rejected + counts.skipped).to.equal(expected.encountered);
  for (const line of json.split('\n').slice(0, -1)) JSON.parse(line);
}

const lines = (make: (random: () => number) => string): fc.Arbitrary<string> =>
  fc
    .array(fc.integer(), { minLength: 1, maxLength: 3 })
    .map((seeds) => seeds.map((seed) => make(mulberry32(seed))).join('\n'));

/** Short cells of everything that the grammar speaks of, which meet oftener than in lines that look real. */
const words = fc.constantFrom(
  ...[
    'a',
    '-',
    '"-"',
    '""',
    '"a b"',
    '"a\\" b"',
    '"a\\"',
    '"h2","http/1.1"',
    'a"b c"d',
    '12',
    '-0',
    '01',
    '1.5e-3',
    '',
  ],
  ...['[::1]:80', '::1:80', '[::1]', 'arn:aws:x:1', '"GET / HTTP/1.1"', '"- - - "', '"GET "', '" "', '"', '\\', '\xe9'],
);
/** Cells with brackets, which some formats hold together by them, and comments. */
const bracketed = fc.oneof(
  words,
  fc.constantFrom(
    '[a b]',
    '[a "b]',
    '[a\\" b]',
    '[a]b',
    '[a]"b c"',
    '"[a b]"',
    '[]',
    '[',
    ']',
    '[a',
    '#',
    '#Fields:',
    '[-]',
  ),
);
const dense = (delimiter: string, of = words): fc.Arbitrary<string> =>
  fc.array(of, { maxLength: 8 }).map((cells) => cells.join(delimiter));

const columns = [text('a'), number('b'), address('c'), request('d')] as const;
const spaced = delimited({ name: 'spaced', minimum: 2, columns });
const tabbed = delimited({ name: 'tabbed', minimum: 2, columns, delimiter: '\t' });
const special = { brackets: true, comment: '#', header: 'a b c' } as const;
const withBrackets = delimited({ name: 'brackets', minimum: 2, columns, ...special });
const withTabs = delimited({ name: 'brackets', minimum: 2, columns, delimiter: '\t', ...special });
/** Lines, now and then the header, or one that nearly is it. */
const withHeader = (lines: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: lines },
        { weight: 1, arbitrary: fc.constantFrom('a b c', 'a b', 'a b c ', '#a b c') },
      ),
      { minLength: 1, maxLength: 4 },
    )
    .chain((all) => fc.constantFrom('\n', '\r\n').map((end) => all.join(end)));
const rules = (delimiter: string): OracleFormat => ({
  delimiter,
  minimum: 2,
  columns: [
    ['a', 'text'],
    ['b', 'number'],
    ['c', 'address'],
    ['d', 'request'],
  ],
});

describe('kernel, held against the oracle', () => {
  const cases: readonly [string, LineFormat, OracleFormat, fc.Arbitrary<string>, number][] = [
    ['classic lines', elb, elbOracle, lines(elbLine), 300],
    ['ALB lines', alb, albOracle, lines(albLine), 200],
    ['short cells between spaces', spaced, rules(' '), dense(' '), 1500],
    ['short cells between tabs', tabbed, rules('\t'), dense('\t'), 1500],
    [
      'brackets, comments and headers',
      withBrackets,
      { ...rules(' '), ...special },
      withHeader(dense(' ', bracketed)),
      1500,
    ],
    ['the same between tabs', withTabs, { ...rules('\t'), ...special }, withHeader(dense('\t', bracketed)), 1000],
  ];
  for (const [what, format, expected, texts, times] of cases) {
    it(`writes the same JSON, and accounts for every line, for mutated ${what}`, () => {
      fc.assert(
        fc.property(mutated(texts, 6), empties, (bytes, empty) => holds(format, expected, bytes, empty)),
        runs(times),
      );
    });
  }
});
