import { expect } from 'chai';
import { compare, merged, type Results } from '../../bench/results.ts';
import { figures, timed } from './figures.ts';

const pair = { row: 'a', over: 'b' };

function results(parts: Partial<Results>): Results {
  return { command: '', machine: 'm', node: 'n', figures: [], compared: [], small: [], skipped: {}, ...parts };
}

describe('the results of the benchmark', () => {
  it('give lines a second, and CPU seconds of a million lines', () => {
    const { linesPerSecond, cpuSecondsPerMillion } = figures('a', 2, 4, 5);
    expect(linesPerSecond).to.deep.equal({ median: 250, lowest: 200, highest: 500 });
    expect(cpuSecondsPerMillion.median).to.equal(4000);
  });

  it('leave start-up out of the CPU seconds after it', () => {
    expect(figures('a', 2.1).cpuAfterStartSeconds.median).to.equal(2);
  });

  it('compare both ways so that more is better', () => {
    const { rate, cpu } = compare(pair, [timed(1, 2)], [timed(3, 8)]);
    expect([rate.median, cpu.median]).to.deep.equal([3, 4]);
  });

  it('compare by the line, where one row has fewer lines', () => {
    const { rate, cpu } = compare(pair, [timed(1)], [{ ...timed(1), input: 100 }]);
    expect([rate.median, cpu.median]).to.deep.equal([10, 10]);
  });

  it('take the place of the same rows of an earlier run, and keep its others', () => {
    const earlier = results({ figures: [figures('a', 1), figures('b', 1)], skipped: { c: 'not installed' } });
    const now = results({ figures: [figures('b', 2), figures('c', 2)] });
    const { figures: all, skipped } = merged(earlier, now);
    expect(all.map(({ id, linesPerSecond }) => [id, linesPerSecond.median])).to.deep.equal([
      ['a', 1000],
      ['b', 500],
      ['c', 500],
    ]);
    expect(skipped).to.deep.equal({});
  });

  it('let go of what another machine found', () => {
    const earlier = results({ machine: 'another', figures: [figures('a', 1)] });
    const now = results({ figures: [figures('b', 1)] });
    expect(merged(earlier, now)).to.equal(now);
  });
});
