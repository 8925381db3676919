/** What the kernels of the module need of it. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const PAGE_BYTES = 64 << 10;

/** Kernels read 64 bytes at a time and write 16, so up to this much beyond what they were given. */
const PADDING_BYTES = 64;

/**
 * The memory of a WebAssembly module, laid out anew for each call: first say what is needed, then `fit`, then fill it in.
 * It grows with the largest call, and never beyond `mostBytes`.
 */
export class Arena {
  bytes: Buffer;
  numbers: Int32Array;
  readonly #memory: Memory;
  readonly #base: number;
  readonly #mostBytes: number;
  #top = 0;

  /** `base`: the first address that is free. */
  constructor(memory: Memory, base: number, mostBytes: number) {
    this.#memory = memory;
    this.#base = Math.ceil(base / 16) * 16;
    this.#mostBytes = mostBytes;
    this.bytes = Buffer.from(memory.buffer);
    this.numbers = new Int32Array(memory.buffer);
  }

  /** Forgets the last call. */
  begin(): void {
    this.#top = this.#base;
  }

  /** Room for so many bytes: its address, the same in every call that asks for the same before. */
  room(bytes: number): number {
    const address = this.#top;
    this.#top += Math.ceil((bytes + PADDING_BYTES) / 16) * 16;
    return address;
  }

  /** Makes all the room usable; false: it is more than the arena may grow to. */
  fit(): boolean {
    if (this.#top > this.#mostBytes) return false;
    const missing = this.#top - this.bytes.length;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
      // Growing detaches every view of the memory that was.
      this.bytes = Buffer.from(this.#memory.buffer);
      this.numbers = new Int32Array(this.#memory.buffer);
    }
    return true;
  }

  putNumbers(address: number, numbers: ArrayLike<number>): void {
    this.numbers.set(numbers, address / 4);
  }

  number(address: number): number {
    return this.numbers[address / 4] ?? 0;
  }
}
