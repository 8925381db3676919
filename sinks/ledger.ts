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

/** Who carries what, and up to which position everything is confirmed. Batches may come in any order. */
export class Ledger<Carrier> {
  readonly #open = new Map<Carrier, Load>();
  #end = 0;
  #told = 0;

  add(carrier: Carrier, load: Load): void {
    const before = this.#open.get(carrier);
    this.#open.set(carrier, before === undefined ? load : joined(before, load));
    this.pass(load.end);
  }

  /** Notes a batch that had nothing to deliver: its positions count as confirmed. */
  pass(end: number): void {
    this.#end = Math.max(this.#end, end);
  }

  /** All that this carrier took has arrived. */
  confirm(carrier: Carrier): Delivered {
    const { records, rejects, bytes } = this.#open.get(carrier) ?? nothing;
    this.#open.delete(carrier);
    this.#told = this.#upTo();
    return { type: 'delivered', records, rejects, bytes, upTo: this.#told };
  }

  /** What is left to tell at the end: the position, where the last batches had nothing to deliver. */
  rest(): Delivered | undefined {
    const upTo = this.#upTo();
    return upTo > this.#told ? { type: 'delivered', records: 0, rejects: 0, bytes: 0, upTo } : undefined;
  }

  /** What nobody has confirmed; rejects are counted among the records. */
  get unconfirmed(): { readonly records: number; readonly bytes: number } {
    const { records, rejects, bytes } = [...this.#open.values()].reduce(joined, nothing);
    return { records: records + rejects, bytes };
  }

  /** Everything below this position is confirmed. */
  #upTo(): number {
    let lowest = this.#end;
    for (const { start } of this.#open.values()) lowest = Math.min(lowest, start);
    return lowest;
  }
}

const nothing: Load = { records: 0, rejects: 0, bytes: 0, start: Infinity, end: 0 };

function joined(a: Load, b: Load): Load {
  return {
    records: a.records + b.records,
    rejects: a.rejects + b.rejects,
    bytes: a.bytes + b.bytes,
    start: Math.min(a.start, b.start),
    end: Math.max(a.end, b.end),
  };
}
