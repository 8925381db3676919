import type { Checkpoint, Position } from './checkpoint.ts';
import { StageError } from './errors.ts';
import { nowhere, type Origin } from './origin.ts';
import type { Batch } from './records.ts';
import type { RunEvent } from './stage.ts';

/** How far a run has come: what a checkpoint is made of. Positions are bytes, or items, as the reading stage counts them. */
export class Reach {
  #origin: Origin | undefined;
  /** Streams of bytes that have not said what they do to positions. */
  #untold = 0;
  #encoding: Position['encoding'] = 'identity';
  #reading: Extract<RunEvent, { type: 'format' }> | undefined;
  #parsed = 0;
  #delivered = 0;

  /** The source has answered. `streams` are the native streams of bytes that stand before the reading stage. */
  begin(origin: Origin, streams: number): void {
    this.#origin = origin;
    this.#untold += streams;
    this.#parsed = this.#delivered = origin.resumed?.offset ?? 0;
  }

  /**
   * Everything below the end of this batch has been made records, or passed over. Positions in another origin are none here.
   * Throws StageError (ERR_CHECKPOINT).
   */
  parsed({ start, end, origin }: Pick<Batch, 'start' | 'end' | 'origin'>): void {
    if (origin !== this.#origin) this.obscure();
    const { uri, resumed } = this.#origin ?? nowhere;
    if (resumed !== undefined && start < resumed.offset) {
      const wanted = `the run was to go on at ${resumed.offset.toLocaleString('en-US')}, and begins at ${start.toLocaleString('en-US')}`;
      const message = `${uri}: ${wanted}: a stage of this flow does not mind checkpoints. Run it from the beginning.`;
      throw new StageError(message, { code: 'ERR_CHECKPOINT' });
    }
    this.#parsed = Math.max(this.#parsed, end);
  }

  /** A stage gives bytes for bytes: nobody knows the positions in what the source gave. */
  obscure(): void {
    this.#untold = Infinity;
  }

  event(event: RunEvent): void {
    if (event.type === 'delivered') this.#delivered = Math.max(this.#delivered, event.upTo);
    if (event.type === 'format') this.#reading = event;
    if (event.type === 'encoding') {
      this.#encoding = event.encoding;
      this.#untold -= 1;
    }
  }

  /**
   * Where to go on: behind all that was parsed where the run `delivered` it all, else where the sink said last; then only
   * if that is further than where this run began. Undefined too where the source gives no version, or where nobody knows
   * the positions. Never beyond `limit`.
   */
  checkpoint(delivered: boolean, limit = Infinity): Checkpoint | undefined {
    const { bucket, key, path, etag, resumed } = this.#origin ?? {};
    const offset = Math.min(delivered ? this.#parsed : this.#delivered, limit);
    const begun = resumed?.offset ?? 0;
    if (etag === undefined || (offset > begun ? this.#untold > 0 : !delivered)) return undefined;
    const position: Position = {
      etag,
      offset,
      unit: this.#reading?.unit ?? resumed?.unit ?? 'bytes',
      encoding: offset === begun && resumed !== undefined ? resumed.encoding : this.#encoding,
      ...named({ format: this.#reading?.name ?? resumed?.format, header: this.#reading?.header ?? resumed?.header }),
      attempt: (resumed?.attempt ?? 0) + 1,
    };
    if (bucket !== undefined && key !== undefined) return { bucket, key, ...position };
    return path === undefined ? undefined : { path, ...position };
  }
}

/** Without what is not known. */
function named({ format, header }: { format: string | undefined; header: string | undefined }) {
  return { ...(format === undefined ? {} : { format }), ...(header === undefined ? {} : { header }) };
}
