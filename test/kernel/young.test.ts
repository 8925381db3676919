import { expect } from 'chai';
import { takeBack } from '../../src/kernel/index.ts';

const CHUNK_BYTES = 256 << 10;

describe('memory that was not lent', () => {
  it('does not pile up when it is given back', () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let i = 0; i < 400; i += 1) {
      takeBack(Buffer.allocUnsafeSlow(CHUNK_BYTES));
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(most).to.be.within(CHUNK_BYTES, 12 << 20);
  });
});
