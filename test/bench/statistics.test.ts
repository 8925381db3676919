import { expect } from 'chai';
import { median, ratios, spread } from '../../bench/statistics.ts';

describe('the statistics of the benchmark', () => {
  it('take the middle of an odd number of values, in whatever order they come', () => {
    expect(median([9, 1, 5])).to.equal(5);
  });

  it('take the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 3, 100])).to.equal(3.5);
  });

  it('tell the lowest and the highest beside the median', () => {
    expect(spread([3, 1, 2])).to.deep.equal({ median: 2, lowest: 1, highest: 3 });
  });

  it('divide round by round, not median by median', () => {
    expect(ratios([10, 1, 4], [1, 1, 2])).to.deep.equal({ median: 2, lowest: 1, highest: 10 });
  });

  it('refuse to pair what did not run by turns', () => {
    expect(() => ratios([1, 2], [1])).to.throw('2 figures cannot be paired with 1');
  });
});
