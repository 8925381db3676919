import type { LookupFunction } from 'node:net';
import type { Fault } from './faults.ts';

const HERE = { address: '127.0.0.1', family: 4 };
/** Nobody listens there: a dial is refused at once. */
const NOBODY = { address: '127.0.0.2', family: 4 };

/** Answers the n-th dial with the addresses that its fault wants, whatever the name. `struck` hears of each fault. */
export function badLookup(dials: readonly (Fault | undefined)[], struck: (what: string) => void): LookupFunction {
  let next = 0;
  return (_host, options, answer) => {
    const what = dials[next++]?.what;
    if (what !== undefined) struck(what);
    const found = what === 'refused' ? [NOBODY] : what === undefined ? [HERE] : [NOBODY, HERE];
    const [first = HERE] = found;
    process.nextTick(() => (options.all === true ? answer(null, found) : answer(null, first.address, first.family)));
  };
}
