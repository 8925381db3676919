import { letterIn, type Letter } from '../../src/letter.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { RunOptions } from '../../src/run.ts';
import type { Arrivals } from './arrivals.ts';
import { etagOf } from './bad-s3.ts';
import { BUCKET, idIn, KEY, type ExpectedLine } from './expected.ts';
import type { LetterPlace } from './letter-place.ts';
import type { Schedule } from './schedule.ts';
import { replayed } from './replay.ts';
import { watchedStore } from './watched-store.ts';

export interface DaySettings {
  readonly schedule: Schedule;
  readonly place: LetterPlace;
  readonly versions: readonly (readonly ExpectedLine[])[];
  /** Takes what is kept. */
  readonly arrivals: Arrivals;
  /** Takes what should not be, in words. */
  readonly problems: string[];
}

/** The dead letters of a bad day: whether they are where they are said to be, and are what they should be. */
export class DayLetters {
  readonly #schedule: Schedule;
  readonly #place: LetterPlace;
  readonly #versions: readonly (readonly ExpectedLine[])[];
  readonly #arrivals: Arrivals;
  readonly #problems: string[];
  readonly #store: ReturnType<typeof watchedStore>;
  /** Where there are any, with the lines that are kept there. */
  readonly #kept = new Map<string, ExpectedLine[]>();
  readonly options: Pick<RunOptions, 'deadLetters' | 'rejects'>;

  constructor({ schedule, place, versions, arrivals, problems }: DaySettings) {
    this.#schedule = schedule;
    this.#place = place;
    this.#versions = versions;
    this.#arrivals = arrivals;
    this.#problems = problems;
    this.#store = watchedStore(place.store, problems);
    this.options = { deadLetters: this.#store, rejects: schedule.letters?.rejects ?? 'ship' };
  }

  get count(): number {
    return [...this.#kept.values()].reduce((sum, lines) => sum + lines.length, 0);
  }

  /** A run has ended: what it says to be kept is looked for, and counts from here on. `where` tells of the run. */
  check({ summary, error }: Outcome, where: string): void {
    const problem = (what: string): void => void this.#problems.push(`${where}: ${what}`);
    const { deadLetters, rejects, status } = summary;
    const { uri = '', records, bytes } = deadLetters;
    const count = records + rejects.deadLettered;
    this.#store.ended();
    if (this.#place.failed && count > 0) problem(`${count} letters said to be kept, the place did not take them`);
    if (this.#place.failed && error?.code !== 'ERR_DEAD_LETTER' && error?.code !== 'ERR_ABORTED')
      problem('letters could not be kept, and the run does not say so');
    // A caller, and a client that is hasty, may have given up what was about to be taken.
    const waited = status !== 'aborted' && !this.#place.hasty;
    if (waited && !this.#place.failed && error?.code === 'ERR_DEAD_LETTER') problem('the place took all letters');
    const text = count === 0 ? '' : (this.#place.kept(uri)?.toString() ?? '');
    const letters = text
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => letterIn(line) ?? []);
    if (letters.length !== count) problem(`${count} letters said to be kept, ${letters.length} are there`);
    if (Buffer.byteLength(text) !== bytes) problem(`${bytes} bytes of letters said, ${Buffer.byteLength(text)} there`);
    const unsent = letters.some(({ kind }) => kind === 'unsent');
    if (status === (unsent ? 'completed' : 'deadLettered')) problem(`status ${status}, unsent records: ${unsent}`);
    for (const letter of letters) this.#take(letter, uri, problem);
  }

  /** Sends all that is kept to a receiver without a bad day; tells what should not be. */
  async replay(): Promise<void> {
    if (this.#schedule.letters?.replayed !== true) return;
    const known = new Set(this.#versions.flat().map(({ text }) => text));
    for (const [uri, lines] of this.#kept) {
      const texts = new Set(lines.map(({ text }) => text));
      this.#problems.push(...(await replayed(this.#schedule, this.#place.source(uri), texts, known)));
    }
  }

  #take(letter: Letter, uri: string, problem: (what: string) => void): void {
    const line = this.#lineOf(letter);
    const wrong = line === undefined ? ['no line of the object'] : wrongIn(letter, line, this.#schedule.content.format);
    if (wrong.length > 0) problem(`${wrong.join(', ')}: ${JSON.stringify(letter).slice(0, 500)}`);
    if (line === undefined) return;
    this.#arrivals.keep(line);
    this.#kept.set(uri, [...(this.#kept.get(uri) ?? []), line]);
  }

  #lineOf({ kind, text, offset, origin }: Letter): ExpectedLine | undefined {
    const lines = this.#versions.find((_, n) => etagOf(n + 1) === origin.etag) ?? [];
    return lines.find((line) =>
      kind === 'unsent' ? line.text === text : line.position === offset && line.rejected?.line === text,
    );
  }
}

/** What of a letter is not as the line says. */
function wrongIn(letter: Letter, line: ExpectedLine, format: string): readonly string[] {
  const { origin, offset, ordinal, kind, reason, attempt } = letter;
  const id = idIn(line.text);
  const should: readonly (readonly [string, unknown, unknown])[] = [
    ['offset', offset, line.position],
    ['id', `${id.slice(0, 17)}${offset.toString(36)}${ordinal}`, id],
    ['bucket', origin.bucket, BUCKET],
    ['key', origin.key, KEY],
    ['format', origin.format, format],
    ['attempt', attempt, 1],
    ['reason', kind === 'rejected' ? reason : reason !== '', kind === 'rejected' ? line.rejected?.reason : true],
  ];
  return should.flatMap(([name, is, wanted]) =>
    is === wanted ? [] : [`${name} ${String(is)}, not ${String(wanted)}`],
  );
}
