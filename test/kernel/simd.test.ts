import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { text } from '../../transforms/formats/columns.ts';
import { delimited } from '../../transforms/formats/delimited.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { formats } from '../../transforms/formats/registry.ts';
import type { CellTable, PackedRows } from '../../src/kernel/index.ts';
import { MODULE } from '../../src/kernel/module.ts';
import { pick, reference } from '../../src/kernel/pick.ts';
import { planOf } from '../../src/kernel/plan.ts';
import { simdKernel } from '../../src/kernel/simd.ts';
import { generate, mulberry32 } from '../../src/testing/generate.ts';
import { agree } from '../helpers/kernels.ts';
import { mutate } from '../helpers/mutate.ts';
import { samples } from '../helpers/samples/index.ts';

const LINES = 2000;
const LINES_A_BATCH = 8;

const bytesOf = (lines: number): Buffer =>
  Buffer.concat([...generate.elb({ lines })].map((chunk) => Buffer.from(chunk)));

function rowsOf(bytes: Buffer, { rows, cells, dirty }: CellTable): PackedRows {
  const selection = Int32Array.from({ length: rows }, (_, row) => row);
  return { bytes, cells, dirty, stride: elb.layout.stride, selection, late: [], offset: 0, idPrefix: '' };
}

describe('the kernels in WebAssembly', () => {
  for (const format of Object.values(formats)) {
    const sample = samples[format.name];
    if (format.kind !== 'lines' || sample === undefined) continue;
    it(`agree with the reference kernels on ${LINES} mutated lines of ${format.name}`, () => {
      for (let batch = 0; batch * LINES_A_BATCH < LINES; batch += 1) {
        const random = mulberry32(batch);
        const known = format.headed?.((sample.head ?? '').split('\n').filter(Boolean)) ?? format;
        const lines = Array.from({ length: LINES_A_BATCH }, () => mutate(Buffer.from(sample.line(random)), random));
        agree(known, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])), random);
      }
    });
  }

  for (const delimiter of [' ', '\t'] as const) {
    it(`agree where quotes, ${delimiter === ' ' ? 'spaces' : 'tabs'} and line ends fall anywhere in 64 bytes`, () => {
      const columns = ['a', 'b', 'c', 'd'].map((name) => text(name));
      const format = delimited({ name: 'borders', minimum: 1, columns, delimiter, brackets: true });
      const cells = [
        '"a b"',
        '"a',
        'b"c"',
        '[a b]',
        '[a',
        ']',
        '',
        'ü',
        '\\"',
        '\t',
        ' ',
        '"',
        '[a b c d e f]',
        '"\n"',
        '"\r',
      ];
      for (let seed = 0; seed < LINES; seed += 1) {
        const random = mulberry32(seed);
        const pieces = Array.from({ length: 40 }, () => cells[Math.floor(random() * cells.length)] ?? '');
        const ends = pieces.map((piece) => piece + (random() < 0.2 ? '\n' : random() < 0.9 ? delimiter : ''));
        agree(format, Buffer.from(`${ends.join('')}\n`), random);
      }
    });
  }

  it('agree on lines of any length', () => {
    const format = delimited({ name: 'long', columns: [text('a')] });
    for (let length = 1; length < 300; length += 1) {
      agree(format, Buffer.from(`${'x'.repeat(length)}\n"${'y'.repeat(length)}"\n`), mulberry32(length));
    }
  });

  it('write a long text as often as it is asked for', () => {
    const bytes = bytesOf(500);
    const table = reference.tokenize(bytes, elb.layout);
    const plan = planOf(elb.schema('omit').derive(['note'], 0).columns, 'omit');
    const late = [Array.from({ length: table.rows }, () => JSON.stringify('ä'.repeat(10_000)))];
    const rows = { ...rowsOf(bytes, table), late };
    expect(
      simdKernel()
        .encode(rows, plan, [])
        .equals(reference.encode(rows, plan, [])),
    ).to.equal(true);
  });

  it('make the same of the same, whatever came between', () => {
    const kernel = simdKernel();
    const bytes = bytesOf(20);
    const before = kernel.tokenize(bytes, elb.layout);
    kernel.tokenize(bytesOf(5000), elb.layout);
    expect(kernel.tokenize(bytes, elb.layout)).to.deep.equal(before);
  });

  it('leave a batch that is beyond their memory to the reference kernels', () => {
    const kernel = simdKernel(1 << 20);
    const bytes = bytesOf(4000);
    const table = kernel.tokenize(bytes, elb.layout);
    expect(table).to.deep.equal(reference.tokenize(bytes, elb.layout));
    const rows = rowsOf(bytes, table);
    const plan = planOf(elb.schema('omit').columns, 'omit');
    expect(kernel.encode(rows, plan, []).equals(reference.encode(rows, plan, []))).to.equal(true);
  });

  it('take less than 16 KiB', () => expect(Buffer.from(MODULE, 'base64').length).to.be.within(1, 16 << 10));
});

describe('the kernels that are picked', () => {
  it('are those in WebAssembly', () => expect(pick({}).name).to.equal('simd'));

  it('are the reference kernels where LOGFLUME_KERNEL says so', () => {
    const { kernel, name } = pick({ LOGFLUME_KERNEL: 'reference' });
    expect(kernel).to.equal(reference);
    expect(name).to.equal('reference (LOGFLUME_KERNEL)');
  });

  it('are the reference kernels where the runtime has no WebAssembly, which is said', () => {
    const script = `import('./src/kernel/pick.ts').then(({ pick }) => console.log(pick({}).name))`;
    const said = execFileSync(process.execPath, ['--jitless', '--no-warnings', '--import', 'tsx', '-e', script], {
      encoding: 'utf8',
    });
    expect(said).to.equal('reference (WebAssembly is not defined)\n');
  });
});
