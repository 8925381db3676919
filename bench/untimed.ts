import { checkFirst } from './expected.ts';
import type { Input } from './inputs.ts';
import { once, type Given } from './once.ts';

/** Runs in which nothing is timed and everything is checked. Rows that send the same file in the same way share one. */
export class Untimed {
  readonly #bytes = new Map<string, number>();

  /** How many bytes the row sends. Throws unless every line arrives, and the first one's JSON says what its line says. */
  async bytes(given: Omit<Given, 'expected'>, input: Input): Promise<number> {
    const { row, path, lines, more } = given;
    const key = JSON.stringify([row.sender, path, more]);
    const known = this.#bytes.get(key);
    if (known !== undefined) return known;
    const { measured, received } = await once({ ...given, expected: { lines } });
    // A copy knows no lines.
    if ('peer' in row.sender || row.sender.writesAsMuchAs === undefined) {
      const whole = row.drops === true || measured.lines === lines;
      if (!whole || received.lines !== measured.lines) {
        throw new Error(`${row.id}: ${lines} lines in ${path}, ${measured.lines} sent, ${received.lines} arrived`);
      }
      checkFirst(received.first, input, row.id);
    }
    this.#bytes.set(key, received.bytes);
    return received.bytes;
  }
}
