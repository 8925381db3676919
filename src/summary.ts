import type { Checkpoint } from './checkpoint.ts';
import { messageOf } from './errors.ts';
import { FailureList, type Failures } from './failures.ts';
import { kernelName } from './kernel/index.ts';
import type { Origin } from './origin.ts';
import { Reach } from './reach.ts';
import type { Records, Reject } from './records.ts';
import type { RunEvent } from './stage.ts';

export type { Failure, Failures } from './failures.ts';

export type RunStatus = 'completed' | 'stopped' | 'failed' | 'aborted';

/**
 * What a run did with every line. It balances, whatever the status: encountered = parsed + failures.parsing + skipped;
 * parsed + added = sent + filtered + failures.transforming + failures.sending; shipped + dropped + deadLettered +
 * undelivered rejects = failures.parsing + failures.transforming. `sent` counts what the sink confirmed.
 */
export interface Summary {
  readonly source: string;
  readonly format?: string;
  readonly status: RunStatus;
  /** What did the byte work: `simd`, or `reference` and why; absent when no kernel was needed. */
  readonly kernel?: string;
  readonly durationMs: number;
  /**
   * Where to go on: of a run that was stopped, and of one that failed or was aborted after something had been delivered.
   * Absent where the source cannot tell its version, and where a stage gives bytes for bytes.
   */
  readonly checkpoint?: Checkpoint;
  readonly lines: {
    readonly encountered: number;
    readonly parsed: number;
    readonly skipped: number;
    readonly sent: number;
  };
  /** What stages added (`flatMap`) and left out (`filter`). */
  readonly records: { readonly added: number; readonly filtered: number };
  readonly rejects: {
    readonly shipped: number;
    readonly dropped: number;
    readonly deadLettered: number;
    /** Met, but not confirmed by the sink, because the run ended before. */
    readonly undelivered: number;
  };
  readonly bytes: { readonly read: number; readonly decompressed: number; readonly sent: number };
  /** What went out more than once, each time counted: so many duplicates the receiver may have, with the same event ids. */
  readonly resent: { readonly records: number; readonly rejects: number; readonly bytes: number };
  readonly connections: { readonly created: number; readonly destroyed: number };
  /** How often a read that had broken off went on where it was. */
  readonly reads: { readonly resumed: number };
  readonly failures: {
    readonly parsing: Failures;
    readonly transforming: Failures;
    /** Records that were parsed but that the sink did not confirm. */
    readonly sending: Failures;
    readonly sockets: Failures;
    /** Reads that failed, also those that were tried again. */
    readonly reading: Failures;
  };
}

/** Every number of one run, folded from what passes the adapters and from what sources, stages and sinks report. */
export class Tally {
  readonly #began = performance.now();
  readonly #reach = new Reach();
  readonly #count = { encountered: 0, parsed: 0, skipped: 0, sent: 0, added: 0, filtered: 0 };
  readonly #rejects = { shipped: 0, dropped: 0 };
  readonly #bytes = { read: 0, sent: 0 };
  readonly #takenBytes: number[] = [];
  readonly #resent = { records: 0, rejects: 0, bytes: 0 };
  readonly #connections = { created: 0, destroyed: 0 };
  #resumed = 0;
  readonly #failures = {
    parsing: new FailureList(),
    transforming: new FailureList(),
    sending: new FailureList(),
    sockets: new FailureList(),
    reading: new FailureList(),
  };
  /** By place: records that a stage took and has handed nothing on for yet, and the rejects that came with them. */
  readonly #stages: { held: number; readonly known: WeakSet<Reject> }[] = [];
  #format: string | undefined;
  #lastReject: { readonly reason: string; readonly offset: number } | undefined;

  /** The source has answered; see Reach. */
  begin(origin: Origin, streams: number): void {
    this.#reach.begin(origin, streams);
  }

  /** A stage has given bytes. */
  gaveBytes(): void {
    this.#reach.obscure();
  }

  /** A batch that a stage made of bytes or lines. */
  parsed(batch: Records): void {
    this.#reach.parsed(batch);
    this.#count.parsed += batch.length;
    this.#count.skipped += batch.skipped;
    this.#count.encountered += batch.length + batch.skipped;
    this.#rejected(batch.rejects);
  }

  /** Batches that the stage in this place made of another batch; of none, when it hands on what it held. */
  transformed(place: number, before: Records | undefined, after: readonly Records[]): void {
    const [only] = after;
    if (after.length === 1 && only === before) return;
    const { held, known } = (this.#stages[place] ??= { held: 0, known: new WeakSet() });
    for (const reject of before?.rejects ?? []) known.add(reject);
    const taken = held + (before?.length ?? 0);
    this.#stages[place].held = after.length === 0 ? taken : 0;
    if (after.length === 0) return;
    const rejects = after.flatMap((batch) => batch.rejects.filter((reject) => !known.has(reject)));
    const length = after.reduce((sum, batch) => sum + batch.length, 0);
    this.#rejected(rejects);
    const { added, filtered } = (after.length === 1 ? only?.change : undefined) ?? { added: 0, filtered: 0 };
    // A stage that held batches, or made its batch in several steps, did more than its last step says.
    const unexplained = length + rejects.length - taken - added + filtered;
    this.#count.added += added + Math.max(0, unexplained);
    this.#count.filtered += filtered + Math.max(0, -unexplained);
  }

  #rejected(rejects: readonly Reject[]): void {
    for (const { kind, reason, offset, text } of rejects) {
      this.#count.encountered += kind === 'parsing' ? 1 : 0;
      this.#lastReject = { reason, offset };
      this.#failures[kind].add({ reason, offset, text: text.slice(0, 200) });
    }
  }

  /** Why and where the last reject was met. */
  get lastReject(): string {
    const last = this.#lastReject;
    return last === undefined ? 'none' : `${last.reason} at offset ${last.offset}`;
  }

  /** Rejects met so far. */
  get rejectCount(): number {
    return this.#failures.parsing.total + this.#failures.transforming.total;
  }

  dropped(rejects: number): void {
    this.#rejects.dropped += rejects;
  }

  /** Bytes that the stage in this place was given: the last stage that takes bytes has them decompressed. */
  taken(place: number, bytes: number): void {
    this.#takenBytes[place] = (this.#takenBytes[place] ?? 0) + bytes;
  }

  event(event: RunEvent): void {
    this.#reach.event(event);
    switch (event.type) {
      case 'delivered':
        this.#count.sent += event.records;
        this.#rejects.shipped += event.rejects;
        this.#bytes.sent += event.bytes;
        return;
      case 'resent':
        this.#resent.records += event.records;
        this.#resent.rejects += event.rejects;
        this.#resent.bytes += event.bytes;
        return;
      case 'read':
        this.#bytes.read += event.bytes;
        return;
      case 'format':
        this.#format = event.format;
        return;
      case 'connected':
        this.#connections.created += 1;
        return;
      case 'disconnected':
        this.#connections.destroyed += 1;
        return;
      case 'resumed':
        this.#resumed += 1;
        return;
      case 'socketFailed':
        this.#failures.sockets.add({ reason: messageOf(event.error) });
        return;
      case 'readFailed':
        this.#failures.reading.add({ reason: messageOf(event.error) });
        return;
      case 'encoding':
        return;
    }
  }

  /** The error that ended the run, put where it belongs. */
  failed(place: 'reading' | 'sending' | undefined, error: Error): void {
    if (place !== undefined) this.#failures[place].add({ reason: messageOf(error) });
  }

  summary(source: string, status: RunStatus): Summary {
    const { encountered, parsed, skipped, sent, added, filtered } = this.#count;
    const { shipped, dropped } = this.#rejects;
    const ended = status === 'completed' || status === 'stopped';
    const held = ended ? this.#stages.reduce((sum, stage) => sum + stage.held, 0) : 0;
    const kernel = kernelName();
    const checkpoint = status === 'completed' ? undefined : this.#reach.checkpoint(status === 'stopped');
    const unsent = parsed + added - filtered - held - this.#failures.transforming.total - sent;
    return {
      source,
      ...(this.#format === undefined ? {} : { format: this.#format }),
      status,
      ...(kernel === undefined ? {} : { kernel }),
      durationMs: Math.round(performance.now() - this.#began),
      ...(checkpoint === undefined ? {} : { checkpoint }),
      lines: { encountered, parsed, skipped, sent },
      records: { added, filtered: filtered + held },
      rejects: { shipped, dropped, deadLettered: 0, undelivered: this.rejectCount - shipped - dropped },
      bytes: { read: this.#bytes.read, decompressed: this.#takenBytes.at(-1) ?? 0, sent: this.#bytes.sent },
      resent: { ...this.#resent },
      connections: { ...this.#connections },
      reads: { resumed: this.#resumed },
      failures: {
        parsing: this.#failures.parsing.get(),
        transforming: this.#failures.transforming.get(),
        sending: this.#failures.sending.get(unsent),
        sockets: this.#failures.sockets.get(),
        reading: this.#failures.reading.get(),
      },
    };
  }
}
