import type { LineFormat } from '../format.ts';
import { OpenSchema } from '../open-schema.ts';
import { nowhere, type Origin } from '../origin.ts';
import { PlainRecords } from '../plain.ts';
import type { Records } from '../records.ts';
import { parseLines } from '../../transforms/parse.ts';

export interface BatchOptions {
  /** Where the records pretend to come from. Default: nowhere, and no event ids. */
  readonly origin?: Origin;
  /** Position of the first byte, or of the first record, in its object. Default: 0. */
  readonly start?: number;
  /** What becomes of cells that are `-`. Default: they are left out. */
  readonly empty?: 'omit' | 'null' | 'keep';
}

/** A packed batch of the lines of a text, as `parse(format)` makes it. A missing last newline is added. */
export function packed<R>(format: LineFormat<R>, text: string | Buffer, options: BatchOptions = {}): Records<R> {
  const { origin = nowhere, start = 0, empty = 'omit' } = options;
  const given = Buffer.from(text);
  const bytes = given.length === 0 || given.at(-1) === 0x0a ? given : Buffer.concat([given, Buffer.from('\n')]);
  return parseLines({ bytes, offset: start, end: start + given.length, rejects: [] }, format, empty, origin);
}

/** A plain batch of objects, one a position. */
export function records<R extends object>(objects: readonly R[], options: BatchOptions = {}): Records<R> {
  const { origin = nowhere, start = 0 } = options;
  return new PlainRecords<R>({
    origin,
    start,
    end: start + objects.length,
    rejects: [],
    skipped: 0,
    bytes: Buffer.alloc(0),
    schema: OpenSchema.of(),
    objects,
    marks: objects.map((_, i) => ({ offset: start + i, ordinal: '', from: 0, to: 0 })),
  });
}
