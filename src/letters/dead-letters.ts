import { randomBytes } from 'node:crypto';
import { DeadLetterError, messageOf } from '../errors.ts';
import { letterFileName, letterLine, type Letter, type LetterOrigin } from '../letter.ts';
import { eventIdPrefix, type Origin } from '../origin.ts';
import type { Reject } from '../records.ts';
import type { FormatEvent, Unsent } from '../stage.ts';
import type { DeadLetterStore, OpenDeadLetters } from './store.ts';

/** What a run left to the dead letters. */
export interface LetterCount {
  /** Records that could not be sent. */
  readonly records: number;
  readonly rejects: number;
  /** Of the letters. */
  readonly bytes: number;
}

const LF = 0x0a;

/**
 * The dead letters of one run: made of what the run gives, written to the store, and counted once the store has them. It knows
 * up to which position nothing depends on letters that are not kept yet: see `heldAt`.
 */
export class DeadLetters {
  readonly #store: DeadLetterStore;
  #origin: Origin;
  #reading: Pick<FormatEvent, 'name' | 'header'> | undefined;
  #open: OpenDeadLetters | undefined;
  #count = { records: 0, rejects: 0, bytes: 0 };
  #unsent = false;
  /** The lowest position of a letter that is not kept. */
  #lowest = Infinity;
  /** The lowest position of what there was no room for. */
  #refused = Infinity;
  #work: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  /** `origin` is where the run reads from: it names the object. */
  constructor(store: DeadLetterStore, origin: Origin) {
    this.#store = store;
    this.#origin = origin;
  }

  /** Of what there was so far; it counts for nothing until `keep` has resolved. */
  get count(): LetterCount {
    return { ...this.#count };
  }

  /** Whether there is any that could not be sent. */
  get hasUnsent(): boolean {
    return this.#unsent;
  }

  /** Where they are, once there are any. */
  get uri(): string | undefined {
    return this.#open?.uri;
  }

  /** Nothing below this position hangs on letters that are not kept. */
  get heldAt(): number {
    return Math.min(this.#lowest, this.#refused);
  }

  /** The source has answered. */
  begin(origin: Origin): void {
    this.#origin = origin;
  }

  /** How the source's bytes are read. */
  read(event: FormatEvent): void {
    this.#reading = event;
  }

  /** Takes rejects; settles when more may come. Throws DeadLetterError (ERR_DEAD_LETTERS_FULL) at the first that has no room. */
  async reject(origin: Origin, rejects: readonly Reject[]): Promise<void> {
    const lines = rejects.map(({ text, offset, ordinal = '', reason }) => {
      return Buffer.from(this.#lineOf(origin, { kind: 'rejected', text, offset, ordinal, reason }));
    });
    let room = this.#store.maxBytes - this.#count.bytes;
    const refused = lines.findIndex((line) => (room -= line.length) < 0);
    const taken = refused < 0 ? lines : lines.slice(0, refused);
    const first = rejects[0]?.offset ?? Infinity;
    if (taken.length > 0) this.#take(Buffer.concat(taken), { records: 0, rejects: taken.length }, first);
    if (refused >= 0) {
      this.#refused = Math.min(this.#refused, rejects[refused]?.offset ?? Infinity);
      throw this.#full();
    }
    await this.#work;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Takes what could not be sent, all of it or nothing. False: there is no room. */
  unsent({ origin, bytes, places }: Unsent, reason: string): boolean {
    const lines: Buffer[] = [];
    let from = 0;
    for (const { offset, ordinal } of places) {
      const to = bytes.indexOf(LF, from);
      const text = bytes.toString('utf8', from, to);
      from = to + 1;
      lines.push(Buffer.from(this.#lineOf(origin, { kind: 'unsent', text, offset, ordinal, reason })));
    }
    const rejects = places.filter(({ rejected }) => rejected).length;
    const count = { records: places.length - rejects, rejects };
    const taken = this.#take(Buffer.concat(lines), count, places[0]?.offset ?? Infinity);
    this.#unsent ||= taken;
    return taken;
  }

  /**
   * Settles when the store has all letters. Resolves to nothing when none is missing, else to DeadLetterError: that they could
   * not be kept, or that some had no room and the rest is kept. `before` is what the run failed with, if it did.
   */
  async keep(signal: AbortSignal, before: Error | undefined): Promise<DeadLetterError | undefined> {
    const open = this.#open;
    const told = before === undefined ? '' : `; before that: ${before.message}`;
    try {
      await this.#work;
      if (this.#failure !== undefined) {
        await open?.abandon();
        throw this.#failure;
      }
      await open?.keep(signal);
    } catch (thrown) {
      this.#count = { records: 0, rejects: 0, bytes: 0 };
      if (thrown instanceof DeadLetterError && thrown === before) return thrown;
      const message = `dead letters could not be kept: ${messageOf(thrown)}${told}`;
      const retryable = thrown instanceof DeadLetterError ? thrown.retryable : true;
      return new DeadLetterError(message, { retryable, cause: both(thrown, before) });
    }
    this.#lowest = Infinity;
    if (this.#refused === Infinity) return undefined;
    return before instanceof DeadLetterError ? before : this.#full(before);
  }

  /** Releases everything: nothing was kept. */
  async abandon(): Promise<void> {
    this.#count = { records: 0, rejects: 0, bytes: 0 };
    await this.#work;
    await this.#open?.abandon();
  }

  #take(lines: Buffer, { records, rejects }: Omit<LetterCount, 'bytes'>, position: number): boolean {
    if (this.#refused < Infinity || this.#count.bytes + lines.length > this.#store.maxBytes) {
      this.#refused = Math.min(this.#refused, position);
      return false;
    }
    this.#lowest = Math.min(this.#lowest, position);
    this.#count.records += records;
    this.#count.rejects += rejects;
    this.#count.bytes += lines.length;
    const open = (this.#open ??= this.#store.open(nameOf(this.#origin)));
    this.#work = this.#work.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await open.write(lines);
      } catch (thrown) {
        this.#failure = new DeadLetterError(`Cannot write ${open.uri}: ${messageOf(thrown)}`, {
          retryable: true,
          cause: thrown,
        });
      }
    });
    return true;
  }

  #lineOf(origin: Origin, letter: Omit<Letter, 'origin' | 'attempt'>): string {
    const attempt = (origin.letter?.attempt ?? 0) + 1;
    return letterLine({ ...letter, origin: this.#describe(origin), attempt });
  }

  #describe(origin: Origin): LetterOrigin {
    const { uri, bucket, key, path, etag, identity } = origin;
    const { format, header } = origin.letter ?? { format: this.#reading?.name, header: this.#reading?.header };
    return { uri, bucket, key, path, etag, identity, format, header };
  }

  #full(before?: Error): DeadLetterError {
    const { maxBytes } = this.#store;
    const room = `there is no room for more dead letters: ${this.#count.bytes.toLocaleString('en-US')} of ${maxBytes.toLocaleString('en-US')} bytes (\`maxDeadLetterBytes\`) are taken`;
    const told = before === undefined ? '' : `; before that: ${before.message}`;
    const message = `${this.#origin.uri}: ${room}${told}. See why there are so many, or allow more.`;
    return new DeadLetterError(message, {
      code: 'ERR_DEAD_LETTERS_FULL',
      retryable: before !== undefined,
      cause: before,
    });
  }
}

/** Unlike that of any other run: a run that is made again must not overwrite what the one before left. */
function nameOf(origin: Origin): string {
  const now = new Date().toISOString();
  const from = eventIdPrefix(origin) || 'no-origin-';
  const run = `${now.slice(11, 19).replaceAll(':', '')}-${randomBytes(6).toString('hex')}`;
  return letterFileName(`${now.slice(0, 10)}/${from}${(origin.resumed?.offset ?? 0).toString(36)}-${run}`);
}

function both(thrown: unknown, before: Error | undefined): unknown {
  return before === undefined ? thrown : new AggregateError([thrown, before]);
}
