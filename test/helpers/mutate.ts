import { below, type Random } from '../../src/testing/random.ts';
import { snippets } from './fuzz.ts';

/** The bytes with one to four changes: cut, doubled, flipped, and what parsers trip over. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let result = bytes;
  for (let edits = 1 + below(random, 4); edits > 0; edits -= 1) result = edited(result, random);
  return result;
}

function edited(bytes: Buffer, random: Random): Buffer {
  const [one, other] = [below(random, bytes.length + 1), below(random, bytes.length + 1)];
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  switch (below(random, 6)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    case 2: {
      const flipped = Buffer.from(bytes);
      if (from < flipped.length) flipped[from] = (flipped[from] ?? 0) ^ (1 << below(random, 8));
      return flipped;
    }
    case 3:
      return Buffer.concat([bytes.subarray(0, from), Buffer.from([below(random, 256)]), bytes.subarray(from + 1)]);
    default: {
      const snippet = snippets[below(random, snippets.length)] ?? '"';
      return Buffer.concat([bytes.subarray(0, from), Buffer.from(snippet, 'latin1'), bytes.subarray(from)]);
    }
  }
}
