import { expect } from 'chai';
import { setImmediate as turn } from 'node:timers/promises';
import { SinkError } from '../../src/errors.ts';
import { jsonBatch, textBatch } from '../helpers/batch.ts';
import { rejection } from '../helpers/sink-probe.ts';
import { MORE_THAN_FITS, ROOMY, shipTo } from '../helpers/tcp.ts';

const big = textBatch('x'.repeat(MORE_THAN_FITS), 1);

describe('tcp back-pressure', () => {
  it('makes a write wait while all connections are full, and go on when the receiver does', async () => {
    await shipTo({ mode: 'stalled', discard: true }, ROOMY, async ({ server, run }) => {
      const order: string[] = [];
      await run.write(big);
      await run.write(big);
      const third = run.write(big).then(() => order.push('written'));
      await server.accepted(2);
      for (let n = 0; n < 100; n++) await turn();
      order.push('reading');
      server.resume();
      await third;
      expect(order).to.deep.equal(['reading', 'written']);
      await run.flush();
      expect(server.bytes).to.equal(3 * MORE_THAN_FITS);
      expect(server.connections).to.equal(2);
    });
  });

  it('lets a receiver be as slow as it likes while it reads', async () => {
    // One batch takes three times as long as a connection may stand still.
    const slow = { mode: 'slow', bytesPerSecond: 5 * 1024 * 1024, discard: true } as const;
    await shipTo(slow, { ...ROOMY, connections: 1, writeTimeoutMs: 800 }, async ({ server, run }) => {
      await run.write(big);
      await run.write(jsonBatch([{ a: 1 }]));
      await run.flush();
      expect(server.bytes).to.equal(MORE_THAN_FITS + 8);
    });
  });

  it('waits for a loan longer than generic-pool does', async () => {
    // 12 MiB take 2.2 s or more here, the pool gives up after 1.4: the write must ask again.
    const slow = { mode: 'slow', bytesPerSecond: 5 * 1024 * 1024, discard: true } as const;
    const options = { ...ROOMY, connections: 1, connectTimeoutMs: 400, writeTimeoutMs: 1_000 };
    await shipTo(slow, options, async ({ server, run }) => {
      await run.write(big);
      await run.write(jsonBatch([{ a: 1 }]));
      await run.flush();
      expect(server.bytes).to.equal(MORE_THAN_FITS + 8);
    });
  });

  it('fails the run by name when a full connection takes nothing for `writeTimeoutMs`', async () => {
    await shipTo({ mode: 'stalled' }, { ...ROOMY, writeTimeoutMs: 50, sendAttempts: 1 }, async ({ run, probe }) => {
      await run.write(big);
      const failure = await probe.failed;
      expect(failure).to.be.instanceOf(SinkError).and.include({ code: 'ERR_SINK', stage: 'tcp', retryable: true });
      expect(failure.message).to.match(/^tcp 127\.0\.0\.1:\d+: the receiver took nothing for 50 ms/);
      expect(await rejection(run.write(big), SinkError)).to.equal(failure);
    });
  });

  it('rejects the write that waits when the connections time out', async () => {
    await shipTo({ mode: 'stalled' }, { ...ROOMY, writeTimeoutMs: 50, sendAttempts: 1 }, async ({ run, probe }) => {
      await run.write(big);
      await run.write(big);
      const error = await rejection(run.write(big), SinkError);
      expect(error).to.equal(await probe.failed);
      expect(probe.failures()).to.equal(1);
    });
  });
});
