import { expect } from 'chai';
import { Ledger } from '../../sinks/ledger.ts';

const load = (start: number, end: number) => ({ records: 2, rejects: 1, bytes: 10, start, end });

describe('a ledger', () => {
  it('holds the position at the lowest batch that is not confirmed', () => {
    const ledger = new Ledger<string>();
    ledger.add('a', load(0, 10));
    ledger.add('b', load(10, 20));
    ledger.add('a', load(20, 30));
    expect(ledger.confirm('a')).to.deep.equal({ type: 'delivered', records: 4, rejects: 2, bytes: 20, upTo: 10 });
    expect(ledger.unconfirmed).to.deep.equal({ records: 3, bytes: 10 });
    expect(ledger.confirm('b').upTo).to.equal(30);
    expect(ledger.rest()).to.equal(undefined);
  });

  it('tells the position once more when the last batches came to nothing', () => {
    const ledger = new Ledger<string>();
    ledger.add('a', load(0, 10));
    ledger.confirm('a');
    ledger.pass(25);
    expect(ledger.rest()).to.deep.equal({ type: 'delivered', records: 0, rejects: 0, bytes: 0, upTo: 25 });
  });

  it('does not pass a batch that is under way', () => {
    const ledger = new Ledger<string>();
    ledger.add('a', load(5, 10));
    ledger.pass(25);
    expect(ledger.rest()?.upTo).to.equal(5);
  });
});
