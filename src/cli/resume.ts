import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { checkpointSchema } from '../checkpoint-schema.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { messageOf } from '../errors.ts';

/** A checkpoint, or a summary, which may hold one. */
const line = v.union([
  v.pipe(
    checkpointSchema,
    v.transform((checkpoint): readonly Checkpoint[] => [checkpoint]),
  ),
  v.pipe(
    v.looseObject({ status: v.string(), checkpoint: v.optional(checkpointSchema) }),
    v.transform(({ checkpoint }): readonly Checkpoint[] => (checkpoint === undefined ? [] : [checkpoint])),
  ),
]);

/** What runs are taken up, and what is wrong with what was typed. */
export interface Resumed {
  readonly checkpoints: readonly Checkpoint[];
  readonly problems: readonly string[];
}

/**
 * What `--resume` says: a checkpoint or a summary as JSON, or a file of such, one a line, as `ship` prints them. Summaries of
 * runs that left nothing are passed over.
 */
export function checkpointsFrom(texts: readonly string[]): Resumed {
  const checkpoints: Checkpoint[] = [];
  const problems: string[] = [];
  for (const text of texts) {
    try {
      const found = (text.startsWith('{') ? [text] : linesOf(text)).flatMap(checkpointIn);
      if (found.length === 0) throw new Error('no run in it was stopped');
      checkpoints.push(...found);
    } catch (error) {
      problems.push(`--resume: ${text.startsWith('{') ? '' : `${text}: `}${messageOf(error)}`);
    }
  }
  return { checkpoints, problems };
}

function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((one) => one.trim() !== '');
}

function checkpointIn(text: string): readonly Checkpoint[] {
  const result = v.safeParse(line, json(text));
  if (!result.success) throw new Error('it holds neither checkpoints nor summaries of this version');
  return result.output;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
}
