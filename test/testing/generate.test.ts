import { expect } from 'chai';
import { elbLine, generate, mulberry32 } from '../../src/testing/generate.ts';

const text = (chunks: Iterable<Buffer>): string => Buffer.concat([...chunks]).toString('latin1');

/** Cells of a line by spaces outside of quotes: the generated lines hold no escapes. */
const cells = (line: string): string[] => line.match(/"[^"]*"|[^ ]+/g) ?? [];

describe('generate', () => {
  for (const [kind, fields, average, tolerance] of [
    ['elb', 15, 306, 2],
    ['alb', 34, 695, 5],
  ] as const) {
    describe(kind, () => {
      const whole = text(generate[kind]({ lines: 5000, seed: 7 }));
      const lines = whole.trimEnd().split('\n');

      it('gives the same bytes for the same seed', () => {
        expect(text(generate[kind]({ lines: 5000, seed: 7 }))).to.equal(whole);
      });

      it('gives other bytes for another seed', () => {
        expect(text(generate[kind]({ lines: 5000, seed: 8 }))).not.to.equal(whole);
      });

      it(`averages ${average} bytes a line with its newline`, () => {
        expect(whole.length / 5000).to.be.closeTo(average, tolerance);
      });

      it(`writes ${fields} fields in every line`, () => {
        expect(lines).to.have.length(5000);
        expect(new Set(lines.map((line) => cells(line).length))).to.deep.equal(new Set([fields]));
      });

      it('moves on in time, never back', () => {
        const times = lines.map((line) => /2026-03-14T[\d:.]{15}/.exec(line)?.[0].slice(0, 23) ?? '');
        expect(times).to.deep.equal([...times].sort());
        expect(times[0]).not.to.equal(times.at(-1));
      });

      it('mixes statuses, missing backends, clear and secure requests, IPv4 and IPv6', () => {
        for (const sign of [' 200 ', ' 404 ', ' 502 ', ' -1 -1 -1 503 ', ' TLSv1.', ' - -', ' [2001:db8:', ' 192.0.2.'])
          expect(whole).to.include(sign);
      });

      it('ends every chunk of about 64 KiB with a whole line', () => {
        const chunks = [...generate[kind]({ lines: 1000 })];
        expect(chunks.every((chunk) => chunk.at(-1) === 10)).to.equal(true);
        expect(chunks[0]?.length).to.be.within(65536, 65536 + 2048);
      });
    });
  }

  it('yields nothing for no lines', () => {
    expect([...generate.elb({ lines: 0 })]).to.deep.equal([]);
  });

  it('makes single lines, without a newline, from a random function', () => {
    expect(elbLine(mulberry32(1), Date.UTC(2026, 0, 2))).to.match(/^2026-01-02T00:00:00\.000\d{3}Z [^\n]+$/);
  });
});
