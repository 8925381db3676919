import { nowhere } from '../../src/origin.ts';
import type { Records } from '../../src/records.ts';

/**
 * A batch of plain objects as a sink sees it: it can be encoded, and stands for as many bytes as its JSON has, from
 * `start`. Every other verb throws. To be replaced by `records([...])` of logflume/testing.
 */
export function jsonBatch(objects: readonly object[], start = 0): Records {
  return textBatch(objects.map((object) => `${JSON.stringify(object)}\n`).join(''), objects.length, start);
}

/**
 * The same for text that is already JSON lines, and may stand for more than its bytes: up to `end`. `release` is called
 * when its memory is given back.
 */
export function textBatch(
  text: string,
  length: number,
  start = 0,
  end?: number,
  release: () => void = () => undefined,
): Records {
  const bytes = Buffer.from(text);
  const unused = (): never => {
    throw new Error('a sink has no use for this');
  };
  return {
    origin: nowhere,
    start,
    end: end ?? start + bytes.length,
    rejects: [],
    skipped: 0,
    form: 'plain',
    length,
    get schema(): never {
      return unused();
    },
    withSchema: unused,
    withRejects: unused,
    filter: unused,
    derive: unused,
    materialise: unused,
    seal: unused,
    release: unused,
    encode: () => ({ bytes, records: length, rejects: 0, release }),
    places: () => Array.from({ length }, (_, n) => ({ offset: start + n, ordinal: '', rejected: false })),
  };
}
