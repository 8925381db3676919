import { StringDecoder } from 'node:string_decoder';

/** Cuts chunks of bytes into whole lines of text, by LF. */
export class LineCutter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** The lines that are whole now. */
  cut(chunk: Buffer): string[] {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }

  /** A last line without an end, if there is one. */
  end(): string[] {
    const last = this.#rest + this.#decoder.end();
    return last === '' ? [] : [last];
  }
}
