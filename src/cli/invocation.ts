import type { ConfigInput } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { sourcesFrom, type Sources } from './sources.ts';

/** A command as it was typed, before anything of it was judged. */
export interface Invocation {
  /** What stands for sources. */
  readonly words: readonly string[];
  readonly flags: NonNullable<ConfigInput['flags']>;
  readonly endpointUrl: string | undefined;
  /** What is wrong with the line itself. */
  readonly problems: readonly string[];
}

/** Sources and configuration. Rejects with ConfigError that lists the problems of the line, the sources and the configuration. */
export async function allOrProblems<C>(
  { words, flags, endpointUrl, problems }: Invocation,
  configure: (flags: Invocation['flags']) => Promise<C>,
): Promise<Sources & { readonly config: C }> {
  const sources = sourcesFrom(words, endpointUrl);
  const known = [...problems, ...sources.problems];
  try {
    const config = await configure(flags);
    if (known.length === 0) return { ...sources, config };
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError([...known, ...error.problems]);
    throw error;
  }
  throw new ConfigError(known);
}
