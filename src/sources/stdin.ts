import { SourceError } from '../errors.ts';
import type { OpenSource, Source } from '../stage.ts';

/**
 * What comes in by standard input, as somebody may be typing or tailing it; lines get no event ids. Destroying the stream
 * lets the process end, though the writer goes on. A process has one standard input: opening it a second time throws
 * SourceError (ERR_SOURCE).
 */
export function stdin(): Source {
  return { name: 'stdin', uri: '-', open: () => Promise.resolve().then(open) };
}

function open(): OpenSource {
  const stream = process.stdin;
  if (stream.destroyed || stream.readableEnded) {
    throw new SourceError('Cannot read standard input: it has been read already.', {
      code: 'ERR_SOURCE',
      stage: 'stdin',
    });
  }
  return { stream, origin: { uri: '-', live: true } };
}
