import type { Sink, SinkContext, SinkRun } from '../../src/stage.ts';

/** What a sink holds that it has not confirmed. */
export interface Held {
  /** The most of it, in bytes, where more than one batch was held. */
  peakBytes: number;
  /** Of any batch. */
  largestBytes: number;
  /** Lines that the present run left to its dead letters. */
  left: Set<string>;
}

/** A sink that behaves like another, and notes what that holds. `bytesOf` says what a batch of these positions comes to. */
export function watched(sink: Sink, bytesOf: (start: number, end: number) => number, held: Held): Sink {
  return {
    name: sink.name,
    async open(context: SinkContext): Promise<SinkRun> {
      let bytes = 0;
      held.left.clear();
      const { deadLetter } = context;
      const leave: SinkContext['deadLetter'] = (unsent, reason) => {
        const taken = deadLetter?.(unsent, reason) === true;
        if (taken) bytes -= unsent.bytes.length;
        if (taken) for (const line of unsent.bytes.toString().split('\n').slice(0, -1)) held.left.add(line);
        return taken;
      };
      const run = await sink.open({
        signal: context.signal,
        fail: (error) => context.fail(error),
        report(event) {
          if (event.type === 'delivered') bytes -= event.bytes;
          context.report(event);
        },
        ...(deadLetter === undefined ? {} : { deadLetter: leave }),
      });
      return {
        async write(batch) {
          const taken = bytesOf(batch.start, batch.end);
          await run.write(batch);
          bytes += taken;
          held.largestBytes = Math.max(held.largestBytes, taken);
          if (bytes > taken) held.peakBytes = Math.max(held.peakBytes, bytes);
        },
        flush: () => run.flush(),
        close: (error) => run.close(error),
      };
    },
  };
}
