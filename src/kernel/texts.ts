import type { Arena } from './arena.ts';

/** Texts that go into memory in one piece: writing each by itself would cost more than all else. */
export class PackedTexts {
  readonly #texts: readonly (string | undefined)[];
  readonly #joined: string;
  /** What they take as UTF-8. */
  readonly bytes: number;

  private constructor(texts: readonly (string | undefined)[]) {
    this.#texts = texts;
    this.#joined = texts.join('');
    this.bytes = Buffer.byteLength(this.#joined);
  }

  static of(texts: readonly (string | undefined)[]): PackedTexts {
    return new PackedTexts(texts);
  }

  get count(): number {
    return this.#texts.length;
  }

  /** Writes them from an address on, and tells where each starts and ends; 0 and 0 for one that is undefined. */
  put(arena: Arena, address: number, place: (index: number, start: number, end: number) => void): void {
    arena.bytes.write(this.#joined, address);
    const ascii = this.bytes === this.#joined.length;
    let start = address;
    this.#texts.forEach((text, i) => {
      if (text === undefined) {
        place(i, 0, 0);
        return;
      }
      const end = start + (ascii ? text.length : Buffer.byteLength(text));
      place(i, start, end);
      start = end;
    });
  }
}
