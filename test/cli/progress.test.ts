import { expect } from 'chai';
import { progressLine, type Standing } from '../../src/cli/progress-line.ts';

const standing: Standing = {
  label: 's3://logs/a.log',
  elapsedMs: 2_000,
  bytes: 50_000_000,
  size: 200_000_000,
  lines: 300_000,
  trouble: undefined,
};

describe('the progress line', () => {
  for (const [what, change, line] of [
    ['the share of the bytes, lines a second and the time left', {}, '25 % of 200.0 MB  150,000 lines/s  0:06 left'],
    ['hours where it takes hours', { bytes: 50_000 }, '0 % of 200.0 MB  150,000 lines/s  2:13:18 left'],
    ['bytes where nobody knows how many there will be', { size: undefined }, '50.0 MB  150,000 lines/s'],
    [
      'that all is read and not all delivered',
      { bytes: 200_000_000 },
      '100 % of 200.0 MB  150,000 lines/s  delivering',
    ],
    ['no time left before the first byte', { bytes: 0, lines: 0 }, '0 % of 200.0 MB  0 lines/s'],
    ['an empty object', { bytes: 0, size: 0, lines: 0 }, '0.0 MB  0 lines/s'],
    ['why there is no connection', { bytes: 0, trouble: 'connect ECONNREFUSED' }, 'trying again: connect ECONNREFUSED'],
  ] as const) {
    it(`shows ${what}`, () => {
      expect(progressLine({ ...standing, ...change }, 100)).to.equal(`s3://logs/a.log  ${line}`);
    });
  }

  it('is never wider than the terminal; the name gives way at its start', () => {
    const label = `s3://logs/${'x'.repeat(200)}/end.log`;
    const line = progressLine({ ...standing, label }, 80);
    expect(line.length).to.be.below(80);
    expect(line).to.match(/^…x*\/end\.log {2}25 %.*left$/);
    for (const columns of [1, 5, 20, 79]) expect(progressLine(standing, columns).length).to.be.below(columns);
  });
});
