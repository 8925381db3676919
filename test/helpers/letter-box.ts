import { letterIn, type Letter } from '../../src/letter.ts';
import type { DeadLetterStore } from '../../src/letters/store.ts';

export interface LetterBox extends DeadLetterStore {
  /** What was kept, of all runs. */
  letters(): readonly Letter[];
  /** What was called, in order. */
  readonly calls: string[];
}

/** Dead letters in memory, of which it keeps none where it `fails`. */
export function letterBox(options: { readonly maxBytes?: number; readonly fails?: 'write' | 'keep' } = {}): LetterBox {
  const { maxBytes = Infinity, fails } = options;
  const kept: string[] = [];
  const calls: string[] = [];
  const does = (what: string): Promise<void> => {
    calls.push(what);
    return what === fails ? Promise.reject(new Error(`no ${what} here`)) : Promise.resolve();
  };
  return {
    maxBytes,
    calls,
    letters: () => kept.map((line) => letterIn(line) ?? notALetter(line)),
    open() {
      let held = '';
      return {
        uri: 'box:',
        write(lines) {
          held += lines.toString();
          return does('write');
        },
        async keep() {
          await does('keep');
          kept.push(...held.split('\n').slice(0, -1));
        },
        abandon: () => does('abandon'),
      };
    },
  };
}

function notALetter(line: string): never {
  throw new Error(`not a letter: ${line}`);
}
