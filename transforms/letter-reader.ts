import type { EmptyCells } from '../src/column.ts';
import type { Format, LineFormat, TextFormat } from '../src/format.ts';
import type { Letter } from '../src/letter.ts';
import type { Origin } from '../src/origin.ts';
import { PlainRecords } from '../src/plain.ts';
import type { Records } from '../src/records.ts';
import { noLog } from '../src/verbatim.ts';
import { detect } from './formats/detect.ts';
import { formats } from './formats/registry.ts';
import { parseLines } from './parse.ts';
import type { auto } from './read.ts';

/** Where letters come from, and how their lines are read; the one that was asked for last is kept. */
interface Known {
  readonly told: string;
  readonly origin: Origin;
  readonly format: LineFormat | TextFormat | 'document' | undefined;
}

/** Takes rejected lines in again, each as a batch of its own, at the position that it had. */
export class LetterReader {
  readonly #format: typeof auto | Format;
  readonly #empty: EmptyCells;
  #known: Known | undefined;

  constructor(format: typeof auto | Format, empty: EmptyCells) {
    this.#format = format;
    this.#empty = empty;
  }

  originOf(letter: Letter): Origin {
    return this.#knownOf(letter).origin;
  }

  /** Whether two letters are of the same origin and have been letters as often. */
  isOfOne(one: Letter | undefined, other: Letter): boolean {
    return one !== undefined && keyOf(one) === keyOf(other);
  }

  parse(letter: Letter): Records {
    const { origin, format } = this.#knownOf(letter);
    const { text, offset } = letter;
    const bytes = Buffer.from(`${text}\n`);
    const end = offset + bytes.length;
    if (format !== undefined && format !== 'document') {
      return parseLines({ bytes, offset, end, rejects: [] }, format, this.#empty, origin);
    }
    const reason = format === 'document' ? 'item_of_a_document' : 'unknown_format';
    const reject = { kind: 'parsing', stage: 'readLetters', offset, reason, text, ...ordinalOf(letter) } as const;
    const none = { bytes, objects: [], marks: [], skipped: 0 };
    return new PlainRecords({ origin, start: offset, end, rejects: [reject], schema: noLog, ...none });
  }

  #knownOf(letter: Letter): Known {
    const told = keyOf(letter);
    if (this.#known?.told !== told) this.#known = this.#look(letter, told);
    return this.#known;
  }

  #look({ origin: from, attempt, text }: Letter, told: string): Known {
    const { uri, bucket, key, path, etag, identity, format, header } = from;
    const names = Object.entries({ bucket, key, path, etag, identity }).filter(([, value]) => value !== undefined);
    const origin: Origin = { uri, ...Object.fromEntries(names), letter: { attempt, format, header } };
    return { told, origin, format: this.#formatOf(origin, header, text) };
  }

  #formatOf(origin: Origin, header: string | undefined, line: string): Known['format'] {
    const found = this.#format.kind === 'auto' ? formatIn(origin, line) : this.#format;
    if (found === undefined) return undefined;
    if (found.kind === 'document') return 'document';
    return (found.kind === 'lines' && header !== undefined ? found.headed?.([header]) : undefined) ?? found;
  }
}

function formatIn(origin: Origin, line: string): Format | undefined {
  const named = Object.values(formats).find(({ name }) => name === origin.letter?.format);
  if (named !== undefined) return named;
  const found = detect(origin, [line]);
  return 'format' in found ? found.format : undefined;
}

function keyOf({ origin, attempt }: Letter): string {
  return JSON.stringify([origin, attempt]);
}

function ordinalOf({ ordinal }: Letter): { readonly ordinal?: string } {
  return ordinal === '' ? {} : { ordinal };
}
