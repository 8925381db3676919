import type { Format } from '../src/format.ts';
import { letterIn, type Letter } from '../src/letter.ts';
import type { Lines } from '../src/lines.ts';
import type { Origin } from '../src/origin.ts';
import { PlainRecords } from '../src/plain.ts';
import type { Records, Reject } from '../src/records.ts';
import { rejectText } from '../src/reject.ts';
import type { Stage, StageContext } from '../src/stage.ts';
import { noLog, VerbatimRecords } from '../src/verbatim.ts';
import { LetterReader } from './letter-reader.ts';
import type { AnyRecord, auto, ReadOptions } from './read.ts';
import { checked, LineSplitter } from './split-lines.ts';

/** A letter holds a record of any size, and lines within are bounded already. */
const MAX_LETTER_LINE_BYTES = 256 << 20;

const LF = 0x0a;

/**
 * Dead letters to records, in the place of `read`: a record that could not be sent goes on as it stands, and no stage changes
 * it; a line that was rejected is parsed by `format`, or with `auto` as it was at first. Both keep the origin and the position
 * that they had, and so their event ids. What is no letter is rejected as `not_a_letter`, an item of a document, which is no
 * line, as `item_of_a_document`. The run has no checkpoint: positions are not those of its source.
 */
export function readLetters<R>(format: Format<R>, options?: ReadOptions): Stage<Buffer, Records<R>>;
export function readLetters(format: typeof auto | Format, options?: ReadOptions): Stage<Buffer, Records<AnyRecord>>;
export function readLetters(format: typeof auto | Format, options: ReadOptions = {}): Stage<Buffer, Records> {
  const { empty = 'omit', ...splitting } = options;
  const sizes = { ...checked(splitting), maxLineBytes: MAX_LETTER_LINE_BYTES };
  return {
    name: 'readLetters',
    open(context) {
      const splitter = new LineSplitter(sizes, context.stopping);
      const reader = new LetterReader(format, empty);
      context.report({ type: 'format', format: 'dead letters', name: 'dead-letters', unit: 'bytes' });
      const all = (some: readonly Lines[]): readonly Records[] =>
        some.flatMap((lines) => recordsOf(lines, reader, context));
      return {
        push: (chunk) => all(splitter.push(chunk)),
        idle: () => all(splitter.idle()),
        end: () => all(splitter.end()),
      };
    },
  };
}

function recordsOf(lines: Lines, reader: LetterReader, { origin }: StageContext): readonly Records[] {
  const { bytes, offset } = lines;
  const batches: Records[] = [];
  const unread: Reject[] = [...lines.rejects];
  let skipped = 0;
  let unsent: Letter[] = [];
  const handOn = (): void => {
    const [first] = unsent;
    if (first !== undefined) batches.push(verbatim(unsent, reader.originOf(first), lines));
    unsent = [];
  };
  for (let from = 0, next = 0; from < bytes.length; from = next) {
    next = bytes.indexOf(LF, from) + 1;
    const text = bytes.toString('utf8', from, next - 1);
    const letter = letterIn(text);
    if (text.trim() === '') skipped += 1;
    else if (letter === undefined) unread.push(notALetter(rejectText(bytes, from, next - 1), offset + from));
    else {
      if (letter.kind === 'rejected' || !reader.isOfOne(unsent[0], letter)) handOn();
      if (letter.kind === 'unsent') unsent.push(letter);
      else batches.push(reader.parse(letter));
    }
  }
  handOn();
  return skipped + unread.length === 0 ? batches : [...batches, others(lines, origin, skipped, unread)];
}

function verbatim(letters: readonly Letter[], origin: Origin, { offset, end }: Lines): Records {
  const places = letters.map((letter) => ({ offset: letter.offset, ordinal: letter.ordinal, rejected: false }));
  return new VerbatimRecords({ origin, start: offset, end, texts: letters.map(({ text }) => text), places });
}

function others({ offset, end }: Lines, origin: Origin, skipped: number, rejects: readonly Reject[]): Records {
  const none = { bytes: Buffer.alloc(0), objects: [], marks: [] };
  return new PlainRecords({ origin, start: offset, end, skipped, rejects, schema: noLog, ...none });
}

function notALetter(text: string, offset: number): Reject {
  return { kind: 'parsing', stage: 'readLetters', offset, reason: 'not_a_letter', text };
}
