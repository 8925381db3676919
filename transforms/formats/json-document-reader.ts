import { StringDecoder } from 'node:string_decoder';
import { none } from 'stream-chain/defs.js';
import { exec } from 'stream-chain/exec.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { messageOf } from '../../src/errors.ts';
import type { DocumentItem, DocumentReader } from '../../src/format.ts';
import { JsonItems } from './json-items.ts';

/** A single value of more than this, such as a string, is not held: the document fails. */
const MAX_VALUE_BYTES = 64 << 20;

/**
 * Bytes to items, by stream-json's tokenizer called as the function that it is: streams between the tokens would cost more
 * than the tokens do. Values come whole (`streamValues: false`), which doubles its speed.
 */
export class JsonDocumentReader implements DocumentReader {
  readonly #decoder = new StringDecoder('utf8');
  readonly #tokenize = jsonParser({ streamValues: false, jsonStreaming: true });
  readonly #items: JsonItems;
  readonly #maxValueBytes: number;
  #begun = false;
  #read = 0;
  /** Bytes since the last token. */
  #unfinished = 0;

  constructor(path: readonly string[], maxItemBytes: number) {
    this.#items = new JsonItems(path, maxItemBytes);
    this.#maxValueBytes = Math.max(MAX_VALUE_BYTES, maxItemBytes);
  }

  push(bytes: Buffer): Promise<readonly DocumentItem[]> {
    return this.#reading(bytes.length, () => this.#itemsIn(this.#tokens(this.#decoder.write(bytes), bytes.length)));
  }

  end(early: boolean): Promise<readonly DocumentItem[]> {
    if (early) return Promise.resolve([]);
    return this.#reading(0, () => {
      const rest = this.#itemsIn(this.#tokens(this.#decoder.end(), 0));
      const tokens: Token[] = [];
      void exec(this.#tokenize)(none, (token: Token) => void tokens.push(token));
      const last = this.#itemsIn(tokens);
      this.#items.end();
      return [...rest, ...last];
    });
  }

  #tokens(text: string, bytes: number): readonly Token[] {
    const marked = !this.#begun && text.startsWith('\ufeff');
    if (text !== '') this.#begun = true;
    const made = this.#tokenize(marked ? text.slice(1) : text);
    this.#unfinished = made === none ? this.#unfinished + bytes : 0;
    if (this.#unfinished > this.#maxValueBytes) throw new Error(`a value of more than ${this.#maxValueBytes} bytes`);
    return made === none ? [] : made.values;
  }

  #itemsIn(tokens: readonly Token[]): DocumentItem[] {
    const items: DocumentItem[] = [];
    for (const token of tokens) {
      const item = this.#items.take(token);
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  /** Says where it was, if it fails. */
  async #reading(bytes: number, read: () => readonly DocumentItem[]): Promise<readonly DocumentItem[]> {
    const before = this.#read;
    this.#read += bytes;
    try {
      return await Promise.resolve(read());
    } catch (error) {
      const atEnd = `at its end, byte ${this.#read}, after ${this.#items.count} items`;
      const place = bytes > 0 ? `between bytes ${before} and ${this.#read}` : atEnd;
      throw new Error(`the document is broken ${place}: ${messageOf(error)}`, { cause: error });
    }
  }
}
