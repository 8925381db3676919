import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadLettersIn } from '../../src/letters/dead-letters-in.ts';
import type { DeadLetterStore } from '../../src/letters/store.ts';
import { file } from '../../src/sources/file.ts';
import type { Source } from '../../src/stage.ts';
import type { LetterPlace } from './letter-place.ts';
import type { LetterSchedule } from './letter-schedule.ts';

const LF = 0x0a;

/** What a writer left who was cut off. */
export const TORN = '{"torn';

export type DiskSchedule = Pick<LetterSchedule, 'faults' | 'forever' | 'maxBytes'> & {
  readonly place: 'file' | 'directory';
};

/** A place for dead letters on a disk on which things are in the way while a run lasts. */
export class BadDisk implements LetterPlace {
  readonly store: DeadLetterStore;
  readonly hasty = false;
  readonly #schedule: DiskSchedule;
  readonly #struck: (what: string) => void;
  readonly #folder = mkdtempSync(join(tmpdir(), 'logflume-letters-'));
  readonly #place = join(this.#folder, 'place');
  readonly #path: string;
  /** What is moved out of the way of what is in the way. */
  readonly #aside = join(this.#folder, 'aside');
  #moved: string | undefined;
  #fault: string | undefined;
  #sizeBefore = 0;
  /** Whether what is there before the present run ends within a line. */
  #torn = false;
  #written = false;

  /** `struck` hears of each fault that came about: only where letters were written. */
  constructor(schedule: DiskSchedule, struck: (what: string) => void) {
    this.#schedule = schedule;
    this.#struck = struck;
    mkdirSync(this.#place);
    this.#path = schedule.place === 'file' ? join(this.#place, 'letters.jsonl') : `${this.#place}/`;
    const { maxBytes } = schedule;
    const store = deadLettersIn(this.#path, { maxBytes });
    this.store = { maxBytes, open: (name) => this.#heard(store.open(name)) };
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  begin(run: number): void {
    this.#clear();
    const { faults, forever, place } = this.#schedule;
    this.#written = false;
    this.#fault = run < faults.length ? faults[run]?.what : forever;
    if (this.#fault === 'line torn off') appendFileSync(this.#path, TORN);
    const before = place === 'file' && existsSync(this.#path) ? readFileSync(this.#path) : Buffer.of(LF);
    this.#torn = before.at(-1) !== LF;
    this.#sizeBefore = place === 'file' && existsSync(this.#path) ? before.length : 0;
    if (this.#fault === 'disk full') this.#replace(this.#path, () => symlinkSync('/dev/full', this.#path));
    if (this.#fault === 'path blocked') this.#replace(this.#place, () => writeFileSync(this.#place, ''));
    // Not even root can make anything there.
    if (this.#fault === 'path not writable') this.#replace(this.#place, () => symlinkSync('/proc', this.#place));
  }

  get failed(): boolean {
    return this.#written && this.#fault !== undefined && this.#fault !== 'line torn off';
  }

  kept(uri: string): Buffer | undefined {
    if (this.failed || lstatSync(uri, { throwIfNoEntry: false }) === undefined) return undefined;
    const written = readFileSync(uri).subarray(this.#sizeBefore);
    // The torn line is ended first.
    return this.#torn && written[0] === LF ? written.subarray(1) : written;
  }

  source(uri: string): Source {
    this.#clear();
    return file(uri);
  }

  close(): Promise<void> {
    rmSync(this.#folder, { recursive: true });
    return Promise.resolve();
  }

  #heard(letters: ReturnType<DeadLetterStore['open']>): ReturnType<DeadLetterStore['open']> {
    return {
      get uri() {
        return letters.uri;
      },
      write: (lines) => {
        if (!this.#written && this.#fault !== undefined) this.#struck(this.#fault);
        this.#written = true;
        return letters.write(lines);
      },
      keep: (signal) => letters.keep(signal),
      abandon: () => letters.abandon(),
    };
  }

  #replace(path: string, by: () => void): void {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) renameSync(path, this.#aside);
    this.#moved = path;
    by();
  }

  #clear(): void {
    if (this.#moved === undefined) return;
    rmSync(this.#moved, { force: true });
    if (lstatSync(this.#aside, { throwIfNoEntry: false }) !== undefined) renameSync(this.#aside, this.#moved);
    this.#moved = undefined;
  }
}
