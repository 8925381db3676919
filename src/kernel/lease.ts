import { takeBack } from './memory.ts';

/** The memory that a batch and all that was made of it stand in: given back once, when nobody reads it any more. */
export class Lease {
  #memory: readonly ArrayBufferView[];

  constructor(memory: readonly ArrayBufferView[]) {
    this.#memory = memory;
  }

  end(): void {
    for (const bytes of this.#memory) takeBack(bytes);
    this.#memory = [];
  }
}
