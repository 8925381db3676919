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
        if (!(error instanceof Unfit) && !(error instanceof ConfigError)) throw error;
        addIssue({ message: messageOf(error) });
        return NEVER;
      }
    }),
  );
}

/** A value as an error may show it: short, on one line, and without what may be a password. */
export function shown(text: string): string {
  const bare = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.+@/is, '$1***@');
  return JSON.stringify(bare.length > 80 ? `${bare.slice(0, 80)}…` : bare);
}
