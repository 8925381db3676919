import { expect } from 'chai';
import { markdown } from '../../bench/report.ts';
import { compare, type Results } from '../../bench/results.ts';
import { figures, timed } from './figures.ts';

const nothing: Results = { command: 'c', machine: 'm', node: 'n', figures: [], compared: [], small: [], skipped: {} };

function page(parts: Partial<Results>): string[] {
  return markdown({ ...nothing, ...parts }).split('\n');
}

function lineWith(lines: readonly string[], text: string): string {
  return (lines.find((line) => line.includes(text)) ?? '').replace(/ +/g, ' ');
}

describe('the report of the benchmark', () => {
  it('gives each row with its median, its lowest and its highest', () => {
    const lines = page({ figures: [figures('classic/flow', 1, 2, 4)] });
    expect(lineWith(lines, '| classic/flow')).to.contain('| 1,000 | 3 | 500 (250 to 1,000) |');
  });

  it('names the version of a program of others', () => {
    const lines = page({ figures: [{ ...figures('classic/rsyslog', 1), version: '8.1' }] });
    expect(lineWith(lines, '| classic/rsyslog')).to.contain('rsyslog 8.1');
  });

  for (const [seconds, cpuSeconds, met] of [
    [5, 5, 'yes'],
    [5, 3, 'lines/s'],
    [3, 5, 'CPU'],
    [3, 3, 'no'],
  ] as const) {
    it(`says ${met} of an aim of 4 times where the other took ${seconds} s and ${cpuSeconds} CPU s`, () => {
      const aim = { row: 'classic/flow', over: 'classic/objects', atLeast: 4 };
      const lines = page({ compared: [compare(aim, [timed(1)], [timed(seconds, cpuSeconds)])] });
      expect(lineWith(lines, 'over plain objects')).to.contain(`| ≥ 4 | ${met} |`);
    });
  }

  it('holds the growth of memory against its bound', () => {
    const [many, long] = [figures('memory/many', 1), figures('memory/long', 1)];
    const grown = { ...long, peakRssMB: { median: 88, lowest: 88, highest: 88 } };
    const lines = page({ figures: [many, grown] });
    expect(lineWith(lines, 'ten times as many')).to.contain('| 8.0 MB | ≤ 5 MB | no |');
  });

  it('says what was not measured, and why', () => {
    expect(page({ skipped: { 'classic/rsyslog': 'not installed' } })).to.include('- classic/rsyslog: not installed');
  });
});
