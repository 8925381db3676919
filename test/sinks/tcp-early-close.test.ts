import { expect } from 'chai';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { SinkError } from '../../src/errors.ts';
import { tcp } from '../../sinks/tcp.ts';
import { jsonBatch } from '../helpers/batch.ts';
import { rejection, sinkProbe } from '../helpers/sink-probe.ts';
import { shipTo } from '../helpers/tcp.ts';

const line = jsonBatch([{ a: 1 }]);

const single = { sendAttempts: 1 } as const;

describe('tcp on a receiver that closes first, with no attempts left', () => {
  it('fails by name when it read nothing', async () => {
    await shipTo({ mode: 'stalled' }, single, async ({ server, run, probe }) => {
      await run.write(line);
      await server.accepted(1);
      server.finish();
      const failure = await probe.failed;
      expect(failure).to.be.instanceOf(SinkError).and.include({ code: 'ERR_SINK', retryable: true });
      expect(failure.message).to.match(/: the receiver closed the connection early, .*; 1 record \(8 bytes\)/);
      expect(await rejection(run.flush(), SinkError)).to.equal(failure);
      expect(probe.of('delivered')).to.be.empty;
    });
  });

  it('fails by name when it read all that was sent so far', async () => {
    await shipTo({ mode: 'early-end', afterBytes: 8 }, single, async ({ run, probe }) => {
      await run.write(line);
      expect((await probe.failed).message).to.contain('closed the connection early');
    });
  });

  it('takes another connection when nothing was sent yet', async () => {
    await shipTo({ mode: 'stalled' }, {}, async ({ server, run, probe }) => {
      const gone = probe.next('disconnected');
      await server.accepted(1);
      server.finish();
      await gone;
      server.resume();
      await run.write(line);
      await run.flush();
      expect(server.connections).to.equal(2);
      expect(server.lines()).to.have.length(1);
      expect(probe.failures()).to.equal(0);
    });
  });

  it('sees a FIN that came while this process was busy', async () => {
    const closer = fork(new URL('../helpers/closer.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
    const message: unknown[] = await once(closer, 'message');
    const run = await tcp({ host: '127.0.0.1', port: Number(message[0]), retryDelayMs: 1 }).open(sinkProbe().context);
    await run.write(line);
    block(100);
    const error = await rejection(run.flush(), SinkError);
    expect(error.message).to.contain('closed the connection early');
    await run.close();
    closer.kill();
    await once(closer, 'exit');
  });
});

/** Keeps the event loop from turning, as a long callback does. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
