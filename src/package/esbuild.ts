import type { BuildFailure, Message } from 'esbuild';
import { ConfigError, FlumeError } from '../errors.ts';

type Build = typeof import('esbuild').build;

/**
 * Gives esbuild to `use`; it has to be installed beside this package. Rejects with ConfigError where it is not, with FlumeError
 * of ERR_PACKAGE and what esbuild says, file and line first, where it cannot bundle.
 */
export async function withEsbuild<T>(use: (build: Build) => Promise<T>): Promise<T> {
  const { build } = await loaded();
  try {
    return await use(build);
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const told = error.errors.map(sentence);
    throw new FlumeError(`package: esbuild cannot bundle it:\n${told.join('\n')}`, {
      code: 'ERR_PACKAGE',
      stage: 'package',
      cause: error,
    });
  }
}

/** What esbuild has to say, as `file:line:column: text`. */
export function sentence({ text, location }: Message): string {
  if (location === null) return text;
  const { file, line, column } = location;
  return `${file}:${line}:${column + 1}: ${text}`;
}

async function loaded(): Promise<typeof import('esbuild')> {
  try {
    return await import('esbuild');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new ConfigError(['package: esbuild is not installed; `npm install --save-dev esbuild` installs it'], {
      cause: error,
    });
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
