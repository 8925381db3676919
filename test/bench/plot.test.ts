import { expect } from 'chai';
import { plot } from '../../bench/plot.ts';
import { figures } from './figures.ts';

describe('the plot of the benchmark', () => {
  it('puts the fastest on top', () => {
    const svg = plot([figures('slow', 2), figures('fast', 1)]);
    expect(svg.indexOf('>fast<')).to.be.below(svg.indexOf('>slow<'));
  });

  it('draws bars as long as their medians', () => {
    const widths = [...plot([figures('a', 1), figures('b', 4)]).matchAll(/width="([\d.]+)" height="20"/g)].map(widthOf);
    expect(widths).to.deep.equal([430, 107.5]);
  });

  it('is the same for the same figures', () => {
    expect(plot([figures('a', 1)])).to.equal(plot([figures('a', 1)]));
  });

  it('escapes names', () => {
    expect(plot([{ ...figures('a', 1), name: 'a < b & c' }])).to.contain('>a &lt; b &amp; c<');
  });
});

function widthOf(match: RegExpExecArray): number {
  return Number(match[1]);
}
