import { leaveToCollector, lend, takeBack } from '../kernel/index.ts';

const BLOCK_BYTES = 256 << 10;
/** Fewer bytes are copied once more, and their block is filled anew: it is too large for them to keep. */
const WORTH_A_BLOCK_BYTES = BLOCK_BYTES / 4;

/**
 * Gathers the pieces of 16 to 64 KiB that a body comes in, as many as are there in one turn of the event loop, in memory that
 * is used again: each chunk has its cost in every stream behind. The pieces themselves are garbage at once, where in a stream's
 * buffer, a linked list that seldom runs empty, they would live until they are old.
 */
export class Pieces {
  readonly #give: (bytes: Buffer) => void;
  #block: Buffer | undefined;
  #filled = 0;
  #due: NodeJS.Immediate | undefined;

  /** `give` takes what was gathered, in order; no more than 256 KiB in a call. */
  constructor(give: (bytes: Buffer) => void) {
    this.#give = give;
  }

  add(piece: Buffer): void {
    for (let at = 0; at < piece.length;) {
      const block = (this.#block ??= lend(BLOCK_BYTES));
      const copied = piece.copy(block, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled === block.length) this.flush();
    }
    leaveToCollector(piece.length);
    if (this.#filled > 0) this.#due ??= setImmediate(() => this.flush());
  }

  /** Gives what is there, if anything is. */
  flush(): void {
    clearImmediate(this.#due);
    this.#due = undefined;
    if (this.#block === undefined || this.#filled === 0) return;
    const bytes = this.#block.subarray(0, this.#filled);
    const small = this.#filled < WORTH_A_BLOCK_BYTES;
    if (!small) this.#block = undefined;
    this.#filled = 0;
    this.#give(small ? Buffer.from(bytes) : bytes);
  }

  /** Forgets what is there. */
  drop(): void {
    clearImmediate(this.#due);
    if (this.#block !== undefined) takeBack(this.#block);
    this.#block = undefined;
    this.#filled = 0;
  }
}
