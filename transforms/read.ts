import type { EmptyCells } from '../src/column.ts';
import type { Format } from '../src/format.ts';
import { OpenSchema } from '../src/open-schema.ts';
import type { Records } from '../src/records.ts';
import type { Stage } from '../src/stage.ts';
import { Opening } from './opening.ts';
import { Peeking } from './peeking.ts';
import type { Reading } from './reading.ts';
import { checked, type SplitLinesOptions } from './split-lines.ts';

/** The format that looks for itself: by the object's key first, then by its first line. */
export const auto = { kind: 'auto', name: 'auto' } as const;

/** A record of a format that is only known when it is read. */
export type AnyRecord = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface ReadOptions extends SplitLinesOptions {
  /** What becomes of cells that are `-`: left out (default), null, or kept as `-`. */
  readonly empty?: EmptyCells;
}

/**
 * Decompressed bytes to records, for a format known in code or for `auto`: `splitLines` and `parse` in one, or the items
 * of a document. Follows the header of a file that has one. Reports the format, and how it was found, to the summary. An
 * object that holds no log, such as the test file that AWS writes when logging is switched on, has its lines skipped. A run
 * that goes on from a checkpoint keeps the format and the header that were found at first. Throws StageError:
 * ERR_FORMAT_UNKNOWN where `auto` cannot tell, ERR_CHECKPOINT where a checkpoint is of another format.
 */
export function read<R>(format: Format<R>, options?: ReadOptions): Stage<Buffer, Records<R>>;
export function read(format: typeof auto | Format, options?: ReadOptions): Stage<Buffer, Records<AnyRecord>>;
export function read(format: typeof auto | Format, options: ReadOptions = {}): Stage<Buffer, Records> {
  const { empty = 'omit', ...splitting } = options;
  const sizes = checked(splitting);
  const follows = format.kind === 'lines' && format.headed !== undefined;
  return {
    name: 'read',
    passing: true,
    outline() {
      if (format.kind === 'auto') return undefined;
      if (format.kind === 'lines') return follows ? undefined : format.schema(empty);
      return OpenSchema.of(format.time, format.name);
    },
    open(context) {
      const opening = new Opening(context, { sizes, empty });
      const { resumed } = context.origin;
      if (resumed !== undefined && resumed.offset > 0) return opening.resume(resumed, format);
      if (format.kind === 'auto') return new Peeking((first) => opening.detect(first), context.stopping);
      const begin = (first: readonly string[]): Reading => opening.begin(format, first, format.name);
      return follows ? new Peeking(begin, context.stopping) : begin([]);
    },
  };
}
