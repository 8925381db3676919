/** The longest wait between two attempts, unless the first one is longer already. */
const LONGEST_DELAY_MS = 5_000;

/**
 * How long to wait after so many failures in a row: `firstMs`, doubled each time up to 5 s; of that half to all, at
 * random, so that many senders do not come back at the same instant.
 */
export function backOffMs(firstMs: number, failures: number): number {
  const delay = Math.min(firstMs * 2 ** (failures - 1), Math.max(firstMs, LONGEST_DELAY_MS));
  return delay * (0.5 + Math.random() / 2);
}
