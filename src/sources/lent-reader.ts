import { close, read } from 'node:fs';
import { Readable } from 'node:stream';
import { lend, takeBack } from '../kernel/index.ts';

/**
 * A file's bytes, in chunks whose memory is lent and comes back when their lines have been sent. A file stream makes new
 * memory for each chunk, of which 30 MB pile up before the garbage collector looks.
 */
export class LentReader extends Readable {
  readonly #descriptor: number;
  readonly #chunkBytes: number;
  #position: number;
  #reading = false;
  /** Closes the file, as soon as nobody reads it. */
  #close: (() => void) | undefined;

  /** Reads from `position` on, and closes the descriptor in the end. */
  constructor(descriptor: number, position: number, chunkBytes: number) {
    super({ highWaterMark: chunkBytes });
    this.#descriptor = descriptor;
    this.#position = position;
    this.#chunkBytes = chunkBytes;
  }

  override _read(): void {
    const memory = lend(this.#chunkBytes);
    this.#reading = true;
    read(this.#descriptor, memory, 0, memory.length, this.#position, (error, length) => {
      this.#reading = false;
      if (this.#close !== undefined || error !== null || length === 0) takeBack(memory);
      if (this.#close !== undefined) this.#close();
      else if (error !== null) this.destroy(error);
      else if (length === 0) this.push(null);
      else {
        this.#position += length;
        this.push(memory.subarray(0, length));
      }
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const end = (): void => close(this.#descriptor, (failure) => done(error ?? failure));
    if (this.#reading) this.#close = end;
    else end();
  }
}
