import fc from 'fast-check';

/** How often a property is tried: `usual` times, or as often as FUZZ_RUNS says. */
export function runs(usual: number): { readonly numRuns: number } {
  const asked = Number(process.env.FUZZ_RUNS ?? '');
  return { numRuns: asked > 0 ? asked : usual };
}

/** Bytes that parsers trip over. */
export const snippets = [
  '"',
  '\\',
  '\\"',
  '\\" ',
  '" ',
  ' "',
  '""',
  ' ',
  '  ',
  '\t',
  '\t\t',
  '#',
  '{',
  '}',
  ',',
  '\r',
  '\n',
  '\r\n',
  '-',
  ' - ',
  ':',
  '[',
  ']',
  '/',
  '.',
  '0',
  'e5',
  '\\x22',
  '\0',
  '\x1f',
  '\x7f',
  '\x80',
  '\xc3',
  '\xc3\xa9',
  '\xe2\x82',
  '\xed\xa0\x80',
  '\xf0\x9f\x98\x80',
  '\xf0\x9f',
  '\xff',
  '\xef\xbb\xbf',
] as const;

type Edit = (text: string) => string;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (text: string, share: number): number => Math.floor(share * text.length);

const edit: fc.Arbitrary<Edit> = fc
  .oneof(
    { weight: 4, arbitrary: fc.tuple(place, fc.constantFrom(...snippets)) },
    { weight: 1, arbitrary: fc.tuple(place, place, fc.constantFrom('cut', 'double')) },
    { weight: 1, arbitrary: fc.tuple(place, fc.integer({ min: 0, max: 255 })) },
  )
  .map((change): Edit => {
    if (change.length === 3) {
      const [first, second, how] = change;
      return (text) => {
        const [from, to] = [at(text, Math.min(first, second)), at(text, Math.max(first, second))];
        return how === 'cut' ? text.slice(0, from) + text.slice(to) : text.slice(0, to) + text.slice(from);
      };
    }
    const [share, what] = change;
    if (typeof what === 'string') return (text) => text.slice(0, at(text, share)) + what + text.slice(at(text, share));
    return (text) => text.slice(0, at(text, share)) + String.fromCharCode(what) + text.slice(at(text, share) + 1);
  });

/** Texts of the arbitrary, as bytes, with up to `most` changes: cut, doubled, flipped bytes, and what parsers trip over. */
export function mutated(texts: fc.Arbitrary<string>, most = 4): fc.Arbitrary<Buffer> {
  return fc.tuple(texts, fc.array(edit, { maxLength: most })).map(([text, edits]) =>
    Buffer.from(
      edits.reduce((done, change) => change(done), text),
      'latin1',
    ),
  );
}

/** The bytes in pieces, cut anywhere: from one piece to one a byte. */
export function cuts(bytes: Buffer): fc.Arbitrary<readonly Buffer[]> {
  const anywhere = fc.uniqueArray(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 });
  const size = fc.integer({ min: 1, max: 7 });
  return fc.oneof(
    { weight: 3, arbitrary: anywhere.map((places) => pieces(bytes, places)) },
    { weight: 1, arbitrary: size.map((length) => chunked(bytes, length)) },
  );
}

function pieces(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const borders = [0, ...[...places].sort((a, b) => a - b), bytes.length];
  return borders.slice(1).map((border, i) => bytes.subarray(borders[i], border));
}

/** The bytes in pieces of `length`. */
export function chunked(bytes: Buffer, length: number): readonly Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
    bytes.subarray(i * length, (i + 1) * length),
  );
}
