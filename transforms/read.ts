import type { EmptyCells } from '../src/column.ts';
import { StageError } from '../src/errors.ts';
import type { Format, LineFormat, TextFormat } from '../src/format.ts';
import type { Lines } from '../src/lines.ts';
import { OpenSchema } from '../src/open-schema.ts';
import { PlainRecords } from '../src/plain.ts';
import type { Records } from '../src/records.ts';
import type { Stage, StageContext } from '../src/stage.ts';
import { detect } from './formats/detect.ts';
import { formats } from './formats/registry.ts';
import { parseLines } from './parse.ts';
import { Peeking } from './peeking.ts';
import { DocumentReading, LineReading, type Reading } from './reading.ts';
import { checked, LineSplitter, type SplitLinesOptions } from './split-lines.ts';

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
 * object that holds no log, such as the test file that AWS writes when logging is switched on, has its lines skipped.
 * Throws StageError ERR_FORMAT_UNKNOWN where `auto` cannot tell.
 */
export function read<R>(format: Format<R>, options?: ReadOptions): Stage<Buffer, Records<R>>;
export function read(format: typeof auto | Format, options?: ReadOptions): Stage<Buffer, Records<AnyRecord>>;
export function read(format: typeof auto | Format, options: ReadOptions = {}): Stage<Buffer, Records> {
  const { empty = 'omit', ...splitting } = options;
  const sizes = checked(splitting);
  const linesWith = (context: StageContext, convert: (lines: Lines) => Records): Reading =>
    new LineReading(new LineSplitter(sizes, context.stopping), convert);
  const parsing = (known: LineFormat | TextFormat, context: StageContext): Reading =>
    linesWith(context, (lines) => parseLines(lines, known, empty, context.origin));
  const readingOf = (known: Format, context: StageContext, first: readonly string[]): Reading => {
    if (known.kind === 'document') return new DocumentReading(known, context);
    const headed = known.kind === 'lines' ? known.headed?.(first) : undefined;
    return parsing(headed ?? known, context);
  };
  if (format.kind === 'auto') {
    return { name: 'read', open: (context) => new Peeking((first) => detected(context, first), context.stopping) };
  }
  const follows = format.kind === 'lines' && format.headed !== undefined;
  return {
    name: 'read',
    outline() {
      if (format.kind === 'lines') return follows ? undefined : format.schema(empty);
      return OpenSchema.of(format.time, format.name);
    },
    open(context) {
      context.report({ type: 'format', format: format.name });
      if (follows) return new Peeking((first) => readingOf(format, context, first), context.stopping);
      return readingOf(format, context, []);
    },
  };

  function detected(context: StageContext, first: readonly string[]): Reading {
    const found = detect(context.origin, first);
    if ('unknown' in found) throw unknownFormat(context.origin.uri, found.unknown);
    const what = 'skip' in found ? `none: ${found.skip}` : found.format.name;
    context.report({ type: 'format', format: `${what} (by ${found.by})` });
    return 'skip' in found ? linesWith(context, passOver(context)) : readingOf(found.format, context, first);
  }
}

function unknownFormat(uri: string, why: string): StageError {
  const message = `${uri}: cannot tell its format: ${why}; name the format (${Object.keys(formats).join(', ')})`;
  return new StageError(message, { code: 'ERR_FORMAT_UNKNOWN', stage: 'read' });
}

/** Counts lines as skipped. */
function passOver({ origin }: StageContext): (lines: Lines) => Records {
  // It has the column that `timestamp()` would make, so that a flow for logs lets it pass.
  const schema = OpenSchema.of({ name: '@timestamp', style: 'iso' }, 'none');
  return ({ bytes, offset, end }) => {
    let skipped = 0;
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) skipped += 1;
    const none = { rejects: [], objects: [], marks: [] };
    return new PlainRecords({ origin, start: offset, end, skipped, bytes, schema, ...none });
  };
}
