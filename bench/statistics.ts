export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The median, and the lowest and highest that were seen. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

/**
 * Of figures that were taken by turns, each over the one of the same round, so that what else the machine did meets both.
 * Throws where they do not pair.
 */
export function ratios(values: readonly number[], over: readonly number[]): Spread {
  if (values.length !== over.length)
    throw new RangeError(`${values.length} figures cannot be paired with ${over.length}`);
  return spread(values.map((value, round) => value / (over[round] ?? Number.NaN)));
}
