import { messageOf } from './errors.ts';
import { FailureList } from './failures.ts';
import { kernelName } from './kernel/index.ts';
import type { LetterCount } from './letters/dead-letters.ts';
import type { Origin } from './origin.ts';
import { Reach } from './reach.ts';
import type { Records, Reject } from './records.ts';
import type { RunEvent } from './stage.ts';
import type { RunStatus, Summary } from './summary.ts';

/** Every number of one run, folded from what passes the adapters and from what sources, stages and sinks report. */
export class Tally {
  readonly #began = performance.now();
  readonly #reach = new Reach();
  readonly #count = { encountered: 0, parsed: 0, skipped: 0, sent: 0, added: 0, filtered: 0 };
  readonly #rejects = { shipped: 0, dropped: 0, deadLettered: 0 };
  #letters: Summary['deadLetters'] = { records: 0, bytes: 0 };
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

  /** Dead letters are kept. */
  lettered({ records, rejects, bytes }: LetterCount, uri: string): void {
    this.#letters = { records, bytes, uri };
    this.#rejects.deadLettered += rejects;
  }

  /** Something could not be sent, from this position on. */
  unsent(reason: string, offset: number | undefined): void {
    this.#failures.sending.add({ reason, ...(offset === undefined ? {} : { offset }) });
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

  /** A checkpoint is not beyond `limit`. */
  summary(source: string, status: RunStatus, limit = Infinity): Summary {
    const { encountered, parsed, skipped, sent, added, filtered } = this.#count;
    const { shipped, dropped, deadLettered } = this.#rejects;
    const through = status === 'completed' || status === 'deadLettered';
    const ended = through || status === 'stopped';
    const held = ended ? this.#stages.reduce((sum, stage) => sum + stage.held, 0) : 0;
    const kernel = kernelName();
    const checkpoint = through ? undefined : this.#reach.checkpoint(status === 'stopped', limit);
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
      rejects: { ...this.#rejects, undelivered: this.rejectCount - shipped - dropped - deadLettered },
      deadLetters: this.#letters,
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
