import type { DocumentFormat, DocumentItem, DocumentReader } from '../src/format.ts';
import type { Lines } from '../src/lines.ts';
import { OpenSchema } from '../src/open-schema.ts';
import { PlainRecords, type Mark } from '../src/plain.ts';
import type { Records, Reject } from '../src/records.ts';
import type { Awaitable, StageContext } from '../src/stage.ts';
import type { LineSplitter } from './split-lines.ts';

/** Bytes to records in one run, once it is known how: what `read` chooses between. */
export interface Reading {
  push(chunk: Buffer): Awaitable<readonly Records[]>;
  idle(): readonly Records[];
  end(): Awaitable<readonly Records[]>;
}

/** Cuts lines and converts each batch of them. */
export class LineReading implements Reading {
  readonly #splitter: LineSplitter;
  readonly #convert: (lines: Lines) => Records;

  constructor(splitter: LineSplitter, convert: (lines: Lines) => Records) {
    this.#splitter = splitter;
    this.#convert = convert;
  }

  push(chunk: Buffer): readonly Records[] {
    return this.#splitter.push(chunk).map(this.#convert);
  }

  idle(): readonly Records[] {
    return this.#splitter.idle().map(this.#convert);
  }

  end(): readonly Records[] {
    return this.#splitter.end().map(this.#convert);
  }
}

/**
 * Reads the items of one document; the position of an item is its place among them. A run that goes on from a checkpoint
 * reads those before it again, and leaves them out.
 */
export class DocumentReading implements Reading {
  readonly #reader: DocumentReader;
  readonly #context: StageContext;
  readonly #schema: OpenSchema;
  readonly #first: number;
  /** Items that came by, also those left out. */
  #items = 0;

  constructor(format: DocumentFormat, context: StageContext) {
    this.#reader = format.open();
    this.#schema = OpenSchema.of(format.time, format.name);
    this.#context = context;
    this.#first = context.origin.resumed?.offset ?? 0;
  }

  async push(chunk: Buffer): Promise<readonly Records[]> {
    return this.#batch(await this.#reader.push(chunk));
  }

  idle(): readonly Records[] {
    return [];
  }

  async end(): Promise<readonly Records[]> {
    return this.#batch(await this.#reader.end(this.#context.stopping.aborted));
  }

  #batch(read: readonly DocumentItem[]): readonly Records[] {
    const start = Math.max(this.#items, this.#first);
    const items = read.slice(start - this.#items);
    this.#items += read.length;
    if (items.length === 0) return [];
    const objects: object[] = [];
    const marks: Mark[] = [];
    const rejects: Reject[] = [];
    items.forEach((item, i) => {
      const offset = start + i;
      if ('record' in item) {
        objects.push(item.record);
        marks.push({ offset, ordinal: '', from: 0, to: 0 });
      } else {
        rejects.push({ kind: 'parsing', stage: 'read', offset, ...item });
      }
    });
    const { origin } = this.#context;
    const bytes = Buffer.alloc(0);
    const schema = this.#schema;
    return [new PlainRecords({ origin, start, end: this.#items, rejects, skipped: 0, bytes, schema, objects, marks })];
  }
}
