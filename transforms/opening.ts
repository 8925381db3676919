import type { Checkpoint } from '../src/checkpoint.ts';
import type { EmptyCells } from '../src/column.ts';
import { StageError } from '../src/errors.ts';
import type { Format } from '../src/format.ts';
import type { Lines } from '../src/lines.ts';
import { OpenSchema } from '../src/open-schema.ts';
import { PlainRecords } from '../src/plain.ts';
import type { Records } from '../src/records.ts';
import type { StageContext } from '../src/stage.ts';
import { detect } from './formats/detect.ts';
import { formats } from './formats/registry.ts';
import { parseLines } from './parse.ts';
import { DocumentReading, LineReading, type Reading } from './reading.ts';
import { LineSplitter, type SplitLinesOptions } from './split-lines.ts';

export interface OpeningOptions {
  readonly sizes: Required<SplitLinesOptions>;
  readonly empty: EmptyCells;
}

/** The name of what is read where there are no log lines. */
const NONE = 'none';

/** Chooses how the bytes of one run are read, and reports it. */
export class Opening {
  readonly #context: StageContext;
  readonly #options: OpeningOptions;

  constructor(context: StageContext, options: OpeningOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** By the key, then by the first lines. Throws StageError (ERR_FORMAT_UNKNOWN). */
  detect(first: readonly string[]): Reading {
    const { origin } = this.#context;
    const found = detect(origin, first);
    if ('unknown' in found) {
      const message = `${origin.uri}: cannot tell its format: ${found.unknown}; name the format (${Object.keys(formats).join(', ')})`;
      throw new StageError(message, { code: 'ERR_FORMAT_UNKNOWN', stage: 'read' });
    }
    if ('skip' in found) return this.#passOver(`${NONE}: ${found.skip} (by ${found.by})`);
    return this.begin(found.format, first, `${found.format.name} (by ${found.by})`);
  }

  /** A format that is known, in content that begins with these lines; it is reported as `told`. */
  begin(format: Format, first: readonly string[], told: string): Reading {
    const { name } = format;
    if (format.kind === 'document') {
      this.#context.report({ type: 'format', format: told, name, unit: 'items' });
      return new DocumentReading(format, this.#context);
    }
    const headed = format.kind === 'lines' ? format.headed?.(first) : undefined;
    // The lines that a format looked at must say the same again when the run is taken up behind them.
    const header = headed === undefined ? undefined : (headed.layout.header?.toString() ?? first[0]);
    const known = headed ?? format;
    const event = { type: 'format', format: told, name, unit: 'bytes' } as const;
    this.#context.report(header === undefined ? event : { ...event, header });
    return this.#lines((lines) => parseLines(lines, known, this.#options.empty, this.#context.origin));
  }

  /** As it was read before the checkpoint. Throws StageError (ERR_CHECKPOINT) where that was not by `format`. */
  resume({ format: name, header }: Checkpoint, format: Format | { readonly kind: 'auto' }): Reading {
    if (name === NONE) return this.#passOver(NONE);
    const known = Object.values(formats).find((one) => one.name === name);
    const wanted = format.kind === 'auto' ? known : format;
    if (wanted === undefined || (name !== undefined && wanted.name !== name)) {
      const instead = wanted === undefined ? 'there is no such format' : `the flow reads ${wanted.name}`;
      const message = `${this.#context.origin.uri}: the checkpoint says that it is ${name ?? 'of an unknown format'}, and ${instead}`;
      throw new StageError(`${message}. Name the format, or read it from its beginning.`, {
        code: 'ERR_CHECKPOINT',
        stage: 'read',
      });
    }
    const told = format.kind === 'auto' ? `${wanted.name} (by checkpoint)` : wanted.name;
    return this.begin(wanted, header === undefined ? [] : [header], told);
  }

  #lines(convert: (lines: Lines) => Records): Reading {
    const { stopping, origin } = this.#context;
    return new LineReading(new LineSplitter(this.#options.sizes, stopping, origin.resumed?.offset), convert);
  }

  /** Counts lines as skipped. */
  #passOver(told: string): Reading {
    const { origin } = this.#context;
    this.#context.report({ type: 'format', format: told, name: NONE, unit: 'bytes' });
    // It has the column that `timestamp()` would make, so that a flow for logs lets it pass.
    const schema = OpenSchema.of({ name: '@timestamp', style: 'iso' }, NONE);
    return this.#lines(({ bytes, offset, end }) => {
      let skipped = 0;
      for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) skipped += 1;
      const none = { rejects: [], objects: [], marks: [] };
      return new PlainRecords({ origin, start: offset, end, skipped, bytes, schema, ...none });
    });
  }
}
