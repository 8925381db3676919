import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { Pieces } from '../../src/sources/pieces.ts';

const BLOCK_BYTES = 256 << 10;

function gathered(): { readonly pieces: Pieces; readonly given: string[] } {
  const given: string[] = [];
  return { pieces: new Pieces((bytes) => given.push(bytes.toString('latin1'))), given };
}

describe('pieces of a body', () => {
  it('go on together when the event loop has turned', async () => {
    const { pieces, given } = gathered();
    pieces.add(Buffer.from('one, '));
    pieces.add(Buffer.from('two'));
    expect(given).to.deep.equal([]);
    await turn();
    expect(given).to.deep.equal(['one, two']);
  });

  it('go on at once where they fill a block', () => {
    const { pieces, given } = gathered();
    pieces.add(Buffer.alloc(2 * BLOCK_BYTES + 1, 'x'));
    expect(given.map(({ length }) => length)).to.deep.equal([BLOCK_BYTES, BLOCK_BYTES]);
    pieces.flush();
    expect(given[2]).to.equal('x');
  });

  it('keep their order and their bytes, whatever their size', async () => {
    const { pieces, given } = gathered();
    const all = Array.from({ length: 200 }, (_, i) => String.fromCharCode(97 + (i % 26)).repeat(i * 50));
    for (const [i, piece] of all.entries()) {
      pieces.add(Buffer.from(piece));
      if (i % 7 === 0) await turn();
    }
    pieces.flush();
    expect(given.join('') === all.join('')).to.equal(true);
  });

  it('are left as they were given, whatever comes behind them', () => {
    const kept: Buffer[] = [];
    const pieces = new Pieces((bytes) => kept.push(bytes));
    for (const letter of ['a', 'b']) {
      pieces.add(Buffer.from(letter));
      pieces.flush();
    }
    expect(kept.map(String)).to.deep.equal(['a', 'b']);
  });

  it('are no chunk where there is nothing of them', async () => {
    const { pieces, given } = gathered();
    pieces.add(Buffer.alloc(0));
    pieces.flush();
    await turn();
    expect(given).to.deep.equal([]);
  });

  it('are forgotten when nobody wants them any more', async () => {
    const { pieces, given } = gathered();
    pieces.add(Buffer.from('x'));
    pieces.drop();
    await turn();
    expect(given).to.deep.equal([]);
  });
});
