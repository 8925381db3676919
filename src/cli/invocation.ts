import type { ConfigInput, ParseConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { sourcesFrom, type Sources } from './sources.ts';

/** A command as it was typed, before anything of it was judged. */
export interface Invocation {
  /** What stands for sources. */
  readonly words: readonly string[];
  readonly flags: NonNullable<ConfigInput['flags']>;
  readonly endpointUrl: string | undefined;
  /** What stands for checkpoints. */
  readonly resume: readonly string[];
  /** What is wrong with the line itself. */
  readonly problems: readonly string[];
}

/** Sources and configuration. Rejects with ConfigError that lists the problems of the line, the sources and the configuration. */
export async function allOrProblems<C extends ParseConfig>(
  { words, flags, endpointUrl, resume, problems }: Invocation,
  configure: (flags: Invocation['flags']) => Promise<C>,
): Promise<Sources & { readonly config: C }> {
  const configured = await configure(flags).catch((error: unknown) => {
    if (error instanceof ConfigError) return error;
    throw error;
  });
  const wrong = configured instanceof ConfigError;
  const readAttempts = wrong ? undefined : configured.readAttempts;
  const sources = sourcesFrom(words, { endpointUrl, resume, readAttempts });
  const all = [...problems, ...sources.problems, ...(wrong ? configured.problems : [])];
  if (wrong || all.length > 0) throw new ConfigError(all);
  return { ...sources, config: configured };
}
