import { expect } from 'chai';
import { ConfigError } from '../../src/errors.ts';
import type { Lines } from '../../src/lines.ts';
import { nowhere } from '../../src/origin.ts';
import type { StageRun } from '../../src/stage.ts';
import { splitLines, type SplitLinesOptions } from '../../transforms/split-lines.ts';
import { chunked } from '../helpers/fuzz.ts';

function opened(options: SplitLinesOptions = {}, stopping = new AbortController().signal): StageRun<Buffer, Lines> {
  const signal = new AbortController().signal;
  return splitLines(options).open({ origin: nowhere, signal, stopping, report: () => undefined });
}

/** Everything that comes of the chunks, with bytes and rejects as text. */
async function split(
  chunks: readonly (string | Buffer)[],
  run: StageRun<Buffer, Lines>,
): Promise<readonly (readonly [string, number, number, ...string[]])[]> {
  const batches: (Lines | readonly Lines[] | undefined)[] = [];
  for (const chunk of chunks) batches.push(await run.push(Buffer.from(chunk)));
  batches.push(await run.end?.());
  return batches
    .flatMap((batch) => batch ?? [])
    .map(({ bytes, offset, end, rejects }) => {
      return [
        bytes.toString(),
        offset,
        end,
        ...rejects.map((reject) => `${reject.reason}@${reject.offset}:${reject.text}`),
      ];
    });
}

describe('splitLines', () => {
  const cases: readonly [string, readonly string[], SplitLinesOptions, unknown][] = [
    ['joins chunks into one batch', ['a\nb', 'b\nc\n'], {}, [['a\nbb\nc\n', 0, 7]]],
    [
      'sends a batch when it holds `batchBytes` of whole lines',
      ['a\n', 'b\n', 'c\n'],
      { batchBytes: 4 },
      [
        ['a\nb\n', 0, 4],
        ['c\n', 4, 6],
      ],
    ],
    [
      'keeps an unfinished line for the next batch',
      ['a\nb', 'b\n'],
      { batchBytes: 1 },
      [
        ['a\n', 0, 2],
        ['bb\n', 2, 5],
      ],
    ],
    ['ends the last line that has no newline, and says where the object ends', ['a\nb'], {}, [['a\nb\n', 0, 3]]],
    ['leaves CR to the parser', ['a\r\nb\r', '\n'], {}, [['a\r\nb\r\n', 0, 6]]],
    ['gives nothing for nothing', [''], {}, []],
    ['gives nothing for no chunk', [], {}, []],
    ['passes empty lines on', ['\n\n'], {}, [['\n\n', 0, 2]]],
    ['takes empty chunks', ['a', '', '\n'], {}, [['a\n', 0, 2]]],
    ['lets a line of exactly `maxLineBytes` pass', ['abc\n', 'abc'], { maxLineBytes: 3 }, [['abc\nabc\n', 0, 7]]],
    [
      'rejects a line of one byte more',
      ['abcd\nx\n'],
      { maxLineBytes: 3 },
      [
        ['', 0, 5, 'line_too_long@0:abcd'],
        ['x\n', 5, 7],
      ],
    ],
    [
      'rejects it between others, in its place',
      ['x\nabcd\ny\n'],
      { maxLineBytes: 3 },
      [
        ['x\n', 0, 7, 'line_too_long@2:abcd'],
        ['y\n', 7, 9],
      ],
    ],
    [
      'rejects it when it comes in pieces, and keeps all of its text',
      ['x\nab', 'cd', 'e', 'f\ny'],
      { maxLineBytes: 3 },
      [
        ['x\n', 0, 2],
        ['', 2, 9, 'line_too_long@2:abcdef'],
        ['y\n', 9, 10],
      ],
    ],
    [
      'rejects it where the object ends in it',
      ['abc', 'de'],
      { maxLineBytes: 3 },
      [['', 0, 5, 'line_too_long@0:abcde']],
    ],
    [
      'leaves CR out of its text',
      ['abcd\r\n', 'abcd', 'e\r', '\n'],
      { maxLineBytes: 3 },
      [
        ['', 0, 6, 'line_too_long@0:abcd'],
        ['', 6, 13, 'line_too_long@6:abcde'],
      ],
    ],
    [
      'rejects two such lines in a row',
      ['abcd\nefgh\n'],
      { maxLineBytes: 3 },
      [
        ['', 0, 5, 'line_too_long@0:abcd'],
        ['', 5, 10, 'line_too_long@5:efgh'],
      ],
    ],
  ];
  for (const [title, chunks, options, expected] of cases) {
    it(title, async () => expect(await split(chunks, opened(options))).to.deep.equal(expected));
  }

  it('keeps no more than 64 KiB of a line that is too long, however it comes', async () => {
    const line = Buffer.alloc(200_000, 'x');
    for (const chunks of [[line], chunked(line, 1000), chunked(line, 65_536)]) {
      const [batch] = await split(chunks, opened({ maxLineBytes: 70_000 }));
      expect(batch?.slice(0, 3)).to.deep.equal(['', 0, 200_000]);
      expect(batch?.[3]).to.have.length('line_too_long@0:'.length + 65_536);
    }
  });

  it('hands on whole lines in silence and keeps the unfinished one', async () => {
    const run = opened();
    await run.push(Buffer.from('a\nb'));
    const idle = run.idle?.();
    expect([idle].flat().map((lines) => lines?.bytes.toString())).to.deep.equal(['a\n']);
    expect(await split(['c\n'], run)).to.deep.equal([['bc\n', 2, 5]]);
  });

  it('hands on nothing in silence where there is no whole line', async () => {
    const run = opened();
    await run.push(Buffer.from('a'));
    expect(run.idle?.()).to.deep.equal([]);
  });

  for (const [what, options] of [
    ['an unfinished line', {}],
    ['an unfinished line that is too long', { maxLineBytes: 3 }],
  ] as const) {
    it(`leaves ${what} out when the run was stopped`, async () => {
      expect(await split(['a\n', 'bbbb'], opened({ ...options, batchBytes: 1 }, AbortSignal.abort()))).to.deep.equal([
        ['a\n', 0, 2],
      ]);
    });
  }

  it('does not write into the chunks it was given', async () => {
    const chunks = ['a\nbb', 'b\nabcd', 'efg'].map((text) => Buffer.from(text));
    await split(chunks, opened({ maxLineBytes: 3 }));
    expect(chunks.map(String)).to.deep.equal(['a\nbb', 'b\nabcd', 'efg']);
  });

  it('takes a chunk in which more lines are too long than a call has room for arguments', async () => {
    const batches = await split(['ab\n'.repeat(200_000)], opened({ maxLineBytes: 1 }));
    expect(batches).to.have.length(200_000);
  });

  for (const bytes of [0, -1, 1.5, Number.NaN, Infinity]) {
    it(`refuses ${bytes} bytes for a size, and names every option that is wrong`, () => {
      expect(() => splitLines({ batchBytes: bytes, maxLineBytes: bytes }))
        .to.throw(ConfigError)
        .with.property('problems')
        .that.satisfies(
          (problems: string[]) =>
            problems.length === 2 && problems[0]?.includes('`batchBytes`') && problems[1]?.includes('`maxLineBytes`'),
        );
    });
  }
});
