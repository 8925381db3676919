import { expect } from 'chai';
import { Ledger } from '../../sinks/ledger.ts';

const load = (start: number, end: number) => ({ records: 2, rejects: 1, bytes: 10, start, end });

describe('a ledger', () => {
  it('holds the position at the lowest load that is not confirmed', () => {
    const ledger = new Ledger();
    const [first, second, third] = [load(0, 10), load(10, 20), load(20, 30)];
    for (const each of [first, second, third]) ledger.add(each);
    expect(ledger.confirm([first, third])).to.deep.equal({
      type: 'delivered',
      records: 4,
      rejects: 2,
      bytes: 20,
      upTo: 10,
    });
    expect(ledger.bytes).to.equal(10);
    expect(ledger.confirm([second]).upTo).to.equal(30);
    expect(ledger.rest()).to.equal(undefined);
  });

  it('tells the position once more when the last batches came to nothing', () => {
    const ledger = new Ledger();
    const only = load(0, 10);
    ledger.add(only);
    ledger.confirm([only]);
    ledger.pass(25);
    expect(ledger.rest()).to.deep.equal({ type: 'delivered', records: 0, rejects: 0, bytes: 0, upTo: 25 });
  });

  it('does not pass a load that is under way', () => {
    const ledger = new Ledger();
    ledger.add(load(5, 10));
    ledger.pass(25);
    expect(ledger.rest()?.upTo).to.equal(5);
  });

  it('counts a load that is confirmed twice once', () => {
    const ledger = new Ledger();
    const only = load(0, 10);
    ledger.add(only);
    ledger.confirm([only]);
    expect(ledger.confirm([only])).to.include({ records: 0, bytes: 0 });
    expect(ledger.bytes).to.equal(0);
  });
});
