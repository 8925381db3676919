/** Texts to be written to memory in one piece: a call for each of them would cost more than all else. */
export interface JoinedTexts {
  readonly joined: string;
  /** What that takes as UTF-8. */
  readonly bytes: number;
  /** What all the texts take, with those that are not repeated. */
  readonly written: number;
  /** Two numbers for each text: where its bytes start and end in the piece. -1 and -1: it is undefined. */
  readonly places: Int32Array;
}

type Texts = readonly (string | undefined)[];

/** Joins the chosen texts of each column, column by column. One that is the same as the one before it is not repeated. */
export function joinTexts(columns: readonly Texts[], chosen: Int32Array): JoinedTexts {
  const pieces: string[] = [];
  const places = new Int32Array(2 * columns.length * chosen.length);
  let written = place(columns, chosen, places, pieces, (text) => text.length);
  const joined = pieces.join('');
  const bytes = Buffer.byteLength(joined);
  // Texts are ASCII almost always; where they are not, their bytes are counted one by one.
  if (bytes !== joined.length) written = place(columns, chosen, places, [], (text) => Buffer.byteLength(text));
  return { joined, bytes, written, places };
}

/** Fills in the places, and the pieces to join; answers what all texts take. */
function place(
  columns: readonly Texts[],
  chosen: Int32Array,
  places: Int32Array,
  pieces: string[],
  lengthOf: (text: string) => number,
): number {
  let start = 0;
  let end = 0;
  let next = 0;
  let written = 0;
  let last: string | undefined;
  for (const column of columns) {
    for (const row of chosen) {
      const text = column[row];
      if (text !== undefined && text !== last) {
        last = text;
        pieces.push(text);
        start = end;
        end += lengthOf(text);
      }
      if (text !== undefined) written += end - start;
      places[next] = text === undefined ? -1 : start;
      places[next + 1] = text === undefined ? -1 : end;
      next += 2;
    }
  }
  return written;
}
