/** What becomes of a line that does not parse: the flow ships the same. */
export interface Failed {
  readonly message: string;
  readonly tags: readonly string[];
  readonly error: string;
}

/** A format for pipelines of plain objects: two functions, each of one line. */
export interface PlainFormat<R extends object> {
  /** Throws for a line that does not parse. */
  parse(line: string): R;
  /** The same with the time column as `@timestamp`. */
  rename(record: R): object;
}

/** A line's record, or what is shipped in its place. */
export function parsed<R extends object>(format: PlainFormat<R>, line: string): R | Failed {
  try {
    return format.parse(line);
  } catch (thrown) {
    return { message: line, tags: ['_parsefailure'], error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

export function renamed<R extends object>(format: PlainFormat<R>, record: R | Failed): object {
  return isFailed(record) ? record : format.rename(record);
}

/** No format of the comparison has a column `tags`. */
function isFailed(record: object): record is Failed {
  return 'tags' in record;
}
