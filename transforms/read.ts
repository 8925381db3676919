import type { EmptyCells } from '../src/column.ts';
import { StageError } from '../src/errors.ts';
import type { LineFormat } from '../src/format.ts';
import type { Lines } from '../src/lines.ts';
import { OpenSchema } from '../src/open-schema.ts';
import { PlainRecords } from '../src/plain.ts';
import type { Records } from '../src/records.ts';
import type { Stage, StageContext, StageRun } from '../src/stage.ts';
import { detect } from './formats/detect.ts';
import { formats } from './formats/registry.ts';
import { parseLines } from './parse.ts';
import { checked, LineSplitter, type SplitLinesOptions } from './split-lines.ts';

/** The format that looks for itself: by the object's key first, then by its first line. */
export const auto = { kind: 'auto', name: 'auto' } as const;

/** A record of a format that is only known when it is read. */
export type AnyRecord = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface ReadOptions extends SplitLinesOptions {
  /** What becomes of cells that are `-`: left out (default), null, or kept as `-`. */
  readonly empty?: EmptyCells;
}

/** A first line is judged by no more than this. */
const PEEK_BYTES = 64 << 10;
const LF = 0x0a;

/**
 * Decompressed bytes to records: `splitLines` and `parse` in one, for a format known in code or for `auto`. Reports the
 * format, and how it was found, to the summary. An object that holds no log, such as the test file that AWS writes when
 * logging is switched on, has its lines skipped. Throws StageError ERR_FORMAT_UNKNOWN where `auto` cannot tell.
 */
export function read<R>(format: LineFormat<R>, options?: ReadOptions): Stage<Buffer, Records<R>>;
export function read(format: typeof auto | LineFormat, options?: ReadOptions): Stage<Buffer, Records<AnyRecord>>;
export function read(format: typeof auto | LineFormat, options: ReadOptions = {}): Stage<Buffer, Records> {
  const { empty = 'omit', ...splitting } = options;
  const sizes = checked(splitting);
  const linesWith = (context: StageContext, convert: (lines: Lines) => Records): LineReader =>
    new LineReader(new LineSplitter(sizes, context.stopping), convert);
  const parsing = (known: LineFormat, context: StageContext): LineReader =>
    linesWith(context, (lines) => parseLines(lines, known, empty, context.origin));
  if (format.kind === 'lines') {
    return {
      name: 'read',
      outline: () => format.schema(empty),
      open(context) {
        context.report({ type: 'format', format: format.name });
        return parsing(format, context);
      },
    };
  }
  return {
    name: 'read',
    open: (context) =>
      new Peeking((firstLine) => {
        const found = detect(context.origin, firstLine);
        if ('unknown' in found) throw unknownFormat(context.origin.uri, found.unknown);
        const what = 'skip' in found ? `none: ${found.skip}` : found.format.name;
        context.report({ type: 'format', format: `${what} (by ${found.by})` });
        return 'skip' in found ? linesWith(context, passOver(context)) : parsing(found.format, context);
      }, context.stopping),
  };
}

function unknownFormat(uri: string, why: string): StageError {
  const message = `${uri}: cannot tell its format: ${why}; name the format (${Object.keys(formats).join(', ')})`;
  return new StageError(message, { code: 'ERR_FORMAT_UNKNOWN', stage: 'read' });
}

/** Cuts lines and converts each batch of them. */
class LineReader {
  readonly #splitter: LineSplitter;
  readonly #convert: (lines: Lines) => Records;

  constructor(splitter: LineSplitter, convert: (lines: Lines) => Records) {
    this.#splitter = splitter;
    this.#convert = convert;
  }

  push(chunk: Buffer): Records[] {
    return this.#splitter.push(chunk).map(this.#convert);
  }

  idle(): Records[] {
    return this.#splitter.idle().map(this.#convert);
  }

  end(): Records[] {
    return this.#splitter.end().map(this.#convert);
  }
}

/** Holds the first bytes back until there is a line to judge by, then hands all to the reader that was chosen. */
class Peeking implements StageRun<Buffer, Records> {
  #held: Buffer[] = [];
  #size = 0;
  #reader: LineReader | undefined;

  readonly #choose: (firstLine: string) => LineReader;

  readonly #stopping: AbortSignal;

  constructor(choose: (firstLine: string) => LineReader, stopping: AbortSignal) {
    this.#choose = choose;
    this.#stopping = stopping;
  }

  push(chunk: Buffer): Records[] {
    if (this.#reader !== undefined) return this.#reader.push(chunk);
    this.#held.push(chunk);
    this.#size += chunk.length;
    return this.#size >= PEEK_BYTES || (chunk.includes(LF) && this.#holdsLine()) ? this.#begin() : [];
  }

  idle(): Records[] {
    return this.#reader?.idle() ?? [];
  }

  end(): Records[] {
    const judgeable = this.#stopping.aborted ? this.#holdsLine() : this.#size > 0;
    const begun = judgeable ? this.#begin() : [];
    return [...begun, ...(this.#reader?.end() ?? [])];
  }

  /** Whether a line that is not empty has come to its end. */
  #holdsLine(): boolean {
    const held = Buffer.concat(this.#held);
    return firstLineOf(held.subarray(0, held.lastIndexOf(LF) + 1)) !== '';
  }

  #begin(): Records[] {
    const bytes = Buffer.concat(this.#held);
    this.#held = [];
    this.#size = 0;
    this.#reader = this.#choose(firstLineOf(bytes));
    return this.#reader.push(bytes);
  }
}

/** The first line that is not empty, without its end; empty where there is none. */
function firstLineOf(bytes: Buffer): string {
  const lines = bytes.toString('utf8', 0, PEEK_BYTES).split('\n');
  return lines.find((line) => line.trimEnd() !== '')?.trimEnd() ?? '';
}

/** Counts lines as skipped. */
function passOver({ origin }: StageContext): (lines: Lines) => Records {
  // It has the column that `timestamp()` would make, so that a flow for logs lets it pass.
  const schema = OpenSchema.of('@timestamp');
  return ({ bytes, offset, end }) => {
    let skipped = 0;
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) skipped += 1;
    return new PlainRecords({
      origin,
      start: offset,
      end,
      rejects: [],
      skipped,
      bytes,
      schema,
      objects: [],
      marks: [],
    });
  };
}
