import type { RunEvent } from '../src/stage.ts';

/** What one batch puts on a connection, and the positions it stands for. */
export interface Load {
  readonly records: number;
  readonly rejects: number;
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
}

export type Delivered = Extract<RunEvent, { type: 'delivered' }>;

/**
 * What was taken and is not confirmed, and up to which position everything is. Loads may come and be confirmed in any
 * order; which connection carries them, and how often they have to be sent, is of no account here.
 */
export class Ledger {
  readonly #open = new Set<Load>();
  #bytes = 0;
  #end = 0;
  #told = 0;

  /** Bytes that are not confirmed. */
  get bytes(): number {
    return this.#bytes;
  }

  add(load: Load): void {
    this.#open.add(load);
    this.#bytes += load.bytes;
    this.pass(load.end);
  }

  /** Notes a batch that had nothing to deliver: its positions count as confirmed. */
  pass(end: number): void {
    this.#end = Math.max(this.#end, end);
  }

  /** These have arrived. Each of them counts once. */
  confirm(loads: readonly Load[]): Delivered {
    const fresh = loads.filter((load) => this.#open.delete(load));
    const { records, rejects, bytes } = sum(fresh);
    this.#bytes -= bytes;
    this.#told = this.#upTo();
    return { type: 'delivered', records, rejects, bytes, upTo: this.#told };
  }

  /** These have been left to the dead letters: the position may pass them. */
  leave(loads: readonly Load[]): Delivered {
    return { ...this.confirm(loads), records: 0, rejects: 0, bytes: 0 };
  }

  /** What is left to tell at the end: the position, where the last batches had nothing to deliver. */
  rest(): Delivered | undefined {
    const upTo = this.#upTo();
    return upTo > this.#told ? { type: 'delivered', records: 0, rejects: 0, bytes: 0, upTo } : undefined;
  }

  /** Everything below this position is confirmed. */
  #upTo(): number {
    let lowest = this.#end;
    for (const { start } of this.#open) lowest = Math.min(lowest, start);
    return lowest;
  }
}

/** Loads taken together. */
export function sum(loads: Iterable<Load>): Pick<Load, 'records' | 'rejects' | 'bytes'> {
  const all = { records: 0, rejects: 0, bytes: 0 };
  for (const { records, rejects, bytes } of loads) {
    all.records += records;
    all.rejects += rejects;
    all.bytes += bytes;
  }
  return all;
}
