import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/**
 * In which order the addresses of a host name are tried, for one run: as the name server gives them, but those that failed
 * last, the latest at the end. So a receiver that accepts connections and breaks them does not get the same bytes again
 * as long as there are others.
 */
export class Addresses {
  readonly #lookup: LookupFunction;
  /** In the order in which they failed. */
  readonly #failed = new Set<string>();

  constructor(lookup: LookupFunction) {
    this.#lookup = lookup;
  }

  /** Net's way to ask for addresses. */
  readonly lookup: LookupFunction = (host, options, answer) => {
    this.#lookup(host, options, (error, found, family) => {
      if (error === null && Array.isArray(found)) answer(null, this.#ordered(found), family);
      else answer(error, found, family);
    });
  };

  blame(address: string | undefined): void {
    if (address === undefined) return;
    this.#failed.delete(address);
    this.#failed.add(address);
  }

  #ordered(addresses: readonly LookupAddress[]): LookupAddress[] {
    const failed = [...this.#failed];
    return addresses.toSorted((a, b) => failed.indexOf(a.address) - failed.indexOf(b.address));
  }
}
