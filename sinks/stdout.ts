import type { Sink } from '../src/stage.ts';
import { StreamRun } from './stream-run.ts';

/** JSON lines to the standard output. Delivered means: the system has taken the bytes. A closed pipe fails the run. */
export function stdout(): Sink {
  return {
    name: 'stdout',
    passing: true,
    open: (context) =>
      Promise.resolve(new StreamRun(process.stdout, { name: 'stdout', target: 'stdout', owned: false }, context)),
  };
}
