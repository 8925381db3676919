/** What stands for the number of objects that are read at a time, if they are small. */
export const CONCURRENCY = 8;

/**
 * Has work done on every item, begun in their order, as many at a time as there are places for; an item takes so many of them as
 * `placesOf` says, but never waits for more than there are. Settles when nothing is under way any more; rejects with what the
 * first failed with, and then the rest is not begun.
 */
export async function sideBySide<T>(
  items: readonly T[],
  places: number,
  placesOf: (item: T) => number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const all: Promise<void>[] = [];
  const underWay = new Set<Promise<void>>();
  let free = places;
  try {
    for (const item of items) {
      const taken = Math.min(placesOf(item), places);
      while (free < taken) await Promise.race(underWay);
      free -= taken;
      const one = work(item).finally(() => {
        free += taken;
        underWay.delete(one);
      });
      underWay.add(one);
      all.push(one);
    }
  } finally {
    await Promise.allSettled(all);
  }
  await Promise.all(all);
}
