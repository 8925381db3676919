import * as v from 'valibot';
import { ConfigError, messageOf } from './errors.ts';

/** Thrown by readers of texts: a text that is not what it should be. The message says what it should be. */
export class Unfit extends Error {}

/** A schema of texts that `read` understands: those that are `values`, in words. */
export function text<T>(values: string, read: (text: string) => T) {
  return v.pipe(
    v.string(),
    v.description(values),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      try {
        return read(dataset.value);
      } catch (error) {
        addIssue({ message: problemIn(error) });
        return NEVER;
      }
    }),
  );
}

/** The same for what takes its time to read. */
export function textLater<T>(values: string, read: (text: string) => Promise<T>) {
  return v.pipeAsync(
    v.string(),
    v.description(values),
    v.rawTransformAsync<string, T>(async ({ dataset, addIssue, NEVER }) => {
      try {
        return await read(dataset.value);
      } catch (error) {
        addIssue({ message: problemIn(error) });
        return NEVER;
      }
    }),
  );
}

/** What a person is told of a text that cannot be read. Throws what is no fault of the text. */
function problemIn(error: unknown): string {
  if (error instanceof Unfit || error instanceof ConfigError) return messageOf(error);
  throw error;
}

/** A value as an error may show it: short, on one line, and without what may be a password. */
export function shown(text: string): string {
  const bare = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.+@/is, '$1***@');
  return JSON.stringify(bare.length > 80 ? `${bare.slice(0, 80)}…` : bare);
}
