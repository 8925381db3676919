import { expect } from 'chai';
import { asked, chosen } from '../../bench/command-line.ts';

const ids = (only: readonly string[]): string[] => chosen(only).flatMap(({ rows }) => rows.map(({ id }) => id));

describe('the command line of the benchmark', () => {
  it('takes a row by its name, its group or the last part of its name', () => {
    expect(ids(['classic/map'])).to.deep.equal(['classic/map']);
    expect(ids(['one-file'])).to.deep.equal(['one-file/plain', 'one-file/gzip']);
    expect(ids(['map'])).to.deep.equal(['classic/map', 'alb/map']);
  });

  it('takes along the row whose bytes a copy writes', () => {
    expect(ids(['alb/copy'])).to.deep.equal(['alb/flow', 'alb/copy']);
  });

  it('names the groups when there is no such row', () => {
    expect(() => asked(['--only', 'nothing'])).to.throw('no row `nothing`; groups are classic, ');
  });

  it('refuses rounds that are no number', () => {
    expect(() => asked(['--rounds', 'many'])).to.throw('--rounds must be a whole number from 1 to 99, not many');
  });

  it('keeps a quick run away from the results of a long one', () => {
    expect(asked(['--quick']).out).not.to.equal(asked([]).out);
  });
});
