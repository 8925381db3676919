import type { World } from '../../src/cli/world.ts';
import { main } from '../../src/cli/main.ts';

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface WorldOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly stopping?: AbortSignal;
  /** Called with what goes to stderr. */
  readonly onErr?: (text: string) => void;
}

/** The command inside of this process, with a world of its own. */
export async function command(words: readonly string[], options: WorldOptions = {}): Promise<Told> {
  const told = { out: '', err: '' };
  const never = new AbortController().signal;
  const world: World = {
    env: options.env ?? {},
    out: (text) => void (told.out += text),
    err: (text) => {
      told.err += text;
      options.onErr?.(text);
    },
    columns: () => options.columns,
    interrupts: () => ({ stopping: options.stopping ?? never, signal: never, exitCode: 130, release: () => undefined }),
  };
  return { code: await main(words, '1.2.3', world), ...told };
}
