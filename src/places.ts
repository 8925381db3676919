import type { Place, Reject } from './records.ts';

/** Records and rejects in the order in which `encode` writes them. Both must be ordered by offset. */
export function placesOf(records: readonly Place[], rejects: readonly Reject[]): readonly Place[] {
  const places: Place[] = [];
  let next = 0;
  for (const record of records) {
    for (let reject = rejects[next]; reject !== undefined && reject.offset <= record.offset; reject = rejects[++next]) {
      places.push(placeOf(reject));
    }
    places.push(record);
  }
  return [...places, ...rejects.slice(next).map(placeOf)];
}

function placeOf({ offset, ordinal = '' }: Reject): Place {
  return { offset, ordinal, rejected: true };
}
