import type { Sink, SinkContext, SinkRun } from '../../src/stage.ts';

/** How much a sink held that it had not confirmed. */
export interface Held {
  /** The most of it, in bytes, where more than one batch was held. */
  peakBytes: number;
}

/** A sink that behaves like another, and notes how much that holds. `bytesOf` says what a batch of these positions comes to. */
export function watched(sink: Sink, bytesOf: (start: number, end: number) => number, held: Held): Sink {
  return {
    name: sink.name,
    async open(context: SinkContext): Promise<SinkRun> {
      let bytes = 0;
      const run = await sink.open({
        signal: context.signal,
        fail: (error) => context.fail(error),
        report(event) {
          if (event.type === 'delivered') bytes -= event.bytes;
          context.report(event);
        },
      });
      return {
        async write(batch) {
          const taken = bytesOf(batch.start, batch.end);
          await run.write(batch);
          bytes += taken;
          if (bytes > taken) held.peakBytes = Math.max(held.peakBytes, bytes);
        },
        flush: () => run.flush(),
        close: (error) => run.close(error),
      };
    },
  };
}
