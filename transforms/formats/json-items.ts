import { Assembler } from 'stream-json/core/assembler.js';
import type { Token } from 'stream-json/core/parser.js';
import type { DocumentItem } from '../../src/format.ts';
import { REJECT_BYTES } from '../../src/reject.ts';
import { isObject } from './json-lines.ts';

/** The items of the array that `path` leads to, from the tokens of documents that follow one another. */
export class JsonItems {
  readonly #path: readonly string[];
  readonly #maxLength: number;
  readonly #assembler = new Assembler();
  /** Open objects and arrays, apart from the array of items and what is in it. */
  #depth = 0;
  /** How many of these the path leads through. */
  #along = 0;
  /** Whether the next value is the one that the path names next. */
  #onPath = true;
  #found = false;
  #inArray = false;
  /** About as many characters as the item at hand has had. */
  #length = 0;
  /** Objects and arrays yet to be closed of an item that is too long. */
  #skipping = 0;
  #documents = 0;
  #count = 0;

  constructor(path: readonly string[], maxLength: number) {
    this.#path = path;
    this.#maxLength = maxLength;
  }

  /** Items so far. */
  get count(): number {
    return this.#count;
  }

  /** The item that is whole with this token. Throws where a document has ended and had no such array. */
  take(token: Token): DocumentItem | undefined {
    if (!this.#inArray) this.#search(token);
    else if (this.#skipping > 0) this.#skip(token);
    else if (token.name === 'endArray' && this.#assembler.done) this.#leaveArray();
    else return this.#assemble(token);
    return undefined;
  }

  /** Throws unless what has come is whole. */
  end(): void {
    if (this.#depth > 0 || this.#inArray) throw new Error('it is cut off');
    if (this.#documents === 0) throw new Error('it is empty');
  }

  #search(token: Token): void {
    switch (token.name) {
      case 'keyValue':
        this.#onPath = this.#depth === this.#along && token.value === this.#path[this.#along - 1];
        return;
      case 'startArray':
        if (this.#onPath && this.#along === this.#path.length) {
          this.#inArray = true;
          this.#found = true;
          return;
        }
        this.#enter();
        return;
      case 'startObject':
        if (this.#onPath && this.#along < this.#path.length) this.#along += 1;
        this.#enter();
        return;
      case 'endArray':
      case 'endObject':
        this.#depth -= 1;
        this.#along = Math.min(this.#along, this.#depth);
        this.#onPath = false;
        break;
    }
    this.#endDocument();
  }

  #enter(): void {
    this.#depth += 1;
    this.#onPath = false;
  }

  #leaveArray(): void {
    this.#inArray = false;
    this.#onPath = false;
    this.#endDocument();
  }

  #endDocument(): void {
    if (this.#depth > 0) return;
    if (!this.#found) throw new Error(`it has no array ${this.#path.length === 0 ? 'in it' : this.#path.join('.')}`);
    this.#documents += 1;
    this.#found = false;
    this.#onPath = true;
  }

  #assemble(token: Token): DocumentItem | undefined {
    const assembler = this.#assembler.consume(token);
    this.#length += 'value' in token && typeof token.value === 'string' ? token.value.length + 3 : 1;
    if (this.#length > this.#maxLength) {
      this.#skipping = assembler.depth;
      while (!assembler.done) assembler.endObject();
      return this.#refused('item_too_long');
    }
    if (!assembler.done) return undefined;
    const { current } = assembler;
    if (!isObject(current)) return this.#refused('not_an_object');
    this.#next();
    return { record: current };
  }

  /** An item that is no record; what was assembled of it goes into its reject. */
  #refused(reason: string): DocumentItem {
    const text = JSON.stringify(this.#assembler.current).slice(0, REJECT_BYTES);
    this.#next();
    return { reason, text };
  }

  #next(): void {
    this.#length = 0;
    this.#count += 1;
  }

  #skip({ name }: Token): void {
    if (name === 'startObject' || name === 'startArray') this.#skipping += 1;
    if (name === 'endObject' || name === 'endArray') this.#skipping -= 1;
  }
}
