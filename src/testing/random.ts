/** A number in [0, 1) at every call. */
export type Random = () => number;

/**
 * mulberry32 (Tommy Ettinger, public domain): 32 bits of state, a period of 2^32, the same sequence for the same seed on
 * every machine. Good enough to vary test data; not for secrets.
 */
export function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from 0 up to, and without, `limit`. */
export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** One item of a table that is not empty. */
export function pick<T>(random: Random, table: readonly [T, ...T[]]): T {
  return table[below(random, table.length)] ?? table[0];
}

/** A table of `length` items made by `make`; at least one. */
export function table<T>(length: number, make: (index: number) => T): [T, ...T[]] {
  return [make(0), ...Array.from({ length: length - 1 }, (_, index) => make(index + 1))];
}
