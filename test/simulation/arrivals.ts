import type { BadInlet } from './bad-inlet.ts';
import type { ExpectedLine } from './expected.ts';

/** What has arrived at the receiver, or is kept, held against what the flow makes of each version of the object. */
export class Arrivals {
  readonly #versions: readonly (readonly ExpectedLine[])[];
  readonly #inlets: readonly BadInlet[];
  readonly #comes: (line: ExpectedLine) => boolean;
  /** And those that are kept. */
  readonly #delivered = new Set<string>();
  /** Whose lines are among the delivered ones. */
  readonly #counted = new Set<BadInlet>();

  /** `comes` says whether a line may come to the receiver at all. */
  constructor(
    versions: readonly (readonly ExpectedLine[])[],
    inlets: readonly BadInlet[],
    comes: (line: ExpectedLine) => boolean,
  ) {
    this.#versions = versions;
    this.#inlets = inlets;
    this.#comes = comes;
  }

  /** The lines of a version, counted from 1. */
  of(version: number): readonly ExpectedLine[] {
    return this.#versions[version - 1] ?? [];
  }

  /** This one need not come any more. */
  keep({ text }: ExpectedLine): void {
    this.#delivered.add(text);
  }

  /** Lines of a version, below a position, that are not kept and have not come over a connection that counts. */
  missing(version: number, upTo: number): readonly ExpectedLine[] {
    for (const inlet of this.#inlets) {
      if (!inlet.counts || this.#counted.has(inlet)) continue;
      this.#counted.add(inlet);
      for (const line of inlet.lines().whole) this.#delivered.add(line);
    }
    return this.of(version).filter(({ text, position }) => position < upTo && !this.#delivered.has(text));
  }

  /** How many different lines came over the connections that count, from the n-th on. */
  countFrom(n: number): number {
    const counting = this.#inlets.slice(n).filter((inlet) => inlet.counts);
    return new Set(counting.flatMap((inlet) => inlet.lines().whole)).size;
  }

  /** Whole lines that were read over whatever connections, and how many of them were not the first of their kind. */
  get counts(): { readonly read: number; readonly duplicates: number } {
    const all = this.#inlets.flatMap((inlet) => inlet.lines().whole);
    return { read: all.length, duplicates: all.length - new Set(all).size };
  }

  /**
   * What nobody should have sent: a line that the flow does not make, with another id perhaps; the piece of a line where
   * the connection ended in order, or a piece of no line.
   */
  foreign(): readonly string[] {
    const known = new Set(this.#versions.flatMap((lines) => lines.filter(this.#comes)).map(({ text }) => text));
    const raw = [...known].map((text) => Buffer.from(text).toString('latin1'));
    return this.#inlets.flatMap((inlet) => {
      const { whole, piece } = inlet.lines();
      const strange = whole.filter((line) => !known.has(line));
      const torn = piece !== '' && (inlet.orderly || !raw.some((line) => line.startsWith(piece)));
      return torn ? [...strange, piece] : strange;
    });
  }
}
