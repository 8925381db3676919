import { expect } from 'chai';
import { Lease, lend, share, takeBack } from '../../src/kernel/index.ts';

/** A size that no other test lends. */
const SIZE = (3 << 20) + 12_345;

describe('lent memory', () => {
  it('is lent again once it was taken back', () => {
    const first = lend(SIZE);
    takeBack(first);
    const second = lend(SIZE);
    expect(second.buffer).to.equal(first.buffer);
    takeBack(second);
  });

  it('is not lent again while somebody holds a part of it', () => {
    const memory = lend(SIZE);
    share(memory.subarray(5, 10));
    takeBack(memory);
    const other = lend(SIZE);
    expect(other.buffer).to.not.equal(memory.buffer);
    takeBack(memory.subarray(5, 10));
    takeBack(other);
  });

  it('is written over when it is given back, in tests, and before that as it was left', () => {
    const memory = lend(SIZE);
    memory.write('mine');
    share(memory);
    takeBack(memory);
    expect(memory.toString('latin1', 0, 4)).to.equal('mine');
    takeBack(memory);
    expect(memory.toString('latin1', 0, 4)).to.not.equal('mine');
  });

  it('can be given back too often, which does no harm', () => {
    const memory = lend(SIZE);
    takeBack(memory);
    takeBack(memory);
    const [one, other] = [lend(SIZE), lend(SIZE)];
    expect(one.buffer).to.not.equal(other.buffer);
    takeBack(one);
    takeBack(other);
  });

  it('is never that of somebody else', () => {
    const foreign = Buffer.alloc(SIZE, 'x');
    share(foreign);
    takeBack(foreign);
    const lent = lend(SIZE);
    expect(lent.buffer).to.not.equal(foreign.buffer);
    expect(foreign.toString('latin1', 0, 1)).to.equal('x');
    takeBack(lent);
  });

  it('is given back once by a lease, whoever ends it', () => {
    const memory = lend(SIZE);
    share(memory);
    const lease = new Lease([memory]);
    lease.end();
    lease.end();
    const other = lend(SIZE);
    expect(other.buffer).to.not.equal(memory.buffer);
    takeBack(memory);
    takeBack(other);
  });
});
