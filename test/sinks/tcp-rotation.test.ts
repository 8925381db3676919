import { expect } from 'chai';
import { setImmediate as turn } from 'node:timers/promises';
import type { Records } from '../../src/records.ts';
import { SinkError } from '../../src/errors.ts';
import { textBatch } from '../helpers/batch.ts';
import { rejection } from '../helpers/sink-probe.ts';
import { shipTo } from '../helpers/tcp.ts';

/** A line of `bytes` bytes. */
const lineOf = (bytes: number, start = 0): Records => textBatch(`${'x'.repeat(bytes - 1)}\n`, 1, start);

/** Lets everything that can happen by itself happen, where nobody outside does anything. */
async function settle(): Promise<void> {
  for (let n = 0; n < 200; n++) await turn();
}

describe('tcp replaces connections for them to be confirmed', () => {
  it('after each share of `maxUnconfirmedBytes`', async () => {
    await shipTo({}, { connections: 1, maxUnconfirmedBytes: 200 }, async ({ server, run, probe }) => {
      for (let n = 0; n < 10; n++) await run.write(lineOf(50, 50 * n));
      await run.flush();
      expect(server.connections).to.equal(5);
      expect(probe.of('delivered').map(({ bytes, upTo }) => [bytes, upTo])).to.deep.equal(
        [100, 200, 300, 400, 500].map((upTo) => [100, upTo]),
      );
      expect(probe.of('resent')).to.be.empty;
    });
  });

  it('the first of them sooner, so that they are not all full at the same time', async () => {
    await shipTo({}, { connections: 2, maxUnconfirmedBytes: 400 }, async ({ server, run, probe }) => {
      for (let n = 0; n < 5; n++) await run.write(lineOf(50, 50 * n));
      await run.flush();
      expect(server.connections).to.equal(3);
      const carried = probe.of('delivered').map(({ bytes }) => bytes);
      expect(carried.sort((one, other) => one - other)).to.deep.equal([50, 100, 100]);
    });
  });

  it('while it goes on over others', async () => {
    await shipTo({ mode: 'never-close' }, { connections: 2, maxUnconfirmedBytes: 400 }, async ({ server, run }) => {
      for (let n = 0; n < 4; n++) await run.write(lineOf(100));
      await server.clientsEnded(4);
      expect(server.connections).to.equal(4);
      server.finish();
      await run.flush();
    });
  });

  it('and waits at the bound, until one is confirmed', async () => {
    await shipTo({ mode: 'never-close' }, { connections: 2, maxUnconfirmedBytes: 400 }, async ({ server, run }) => {
      for (let n = 0; n < 4; n++) await run.write(lineOf(100));
      let written = false;
      const fifth = run.write(lineOf(1)).then(() => (written = true));
      await server.clientsEnded(4);
      await settle();
      expect(written).to.equal(false);
      server.finish();
      await fifth;
      const flushed = run.flush();
      await server.clientsEnded(5);
      server.finish();
      await flushed;
      expect(server.bytes).to.equal(401);
    });
  });

  it('before their share is full where a large batch needs the room', async () => {
    await shipTo({}, { connections: 2, maxUnconfirmedBytes: 400 }, async ({ server, run }) => {
      await run.write(lineOf(10));
      await run.write(lineOf(1000));
      await run.write(lineOf(10));
      await run.flush();
      expect(server.bytes).to.equal(1020);
      expect(server.connections).to.equal(3);
    });
  });

  it('one after the other where one connection keeps the order, however slowly each is read', async () => {
    const lines = Array.from({ length: 12 }, (_, n) => `{"n":${10 + n}}`);
    const slow = { mode: 'slow', bytesPerSecond: 1000 } as const;
    await shipTo(slow, { connections: 1, maxUnconfirmedBytes: 36 }, async ({ server, run }) => {
      for (const line of lines) await run.write(textBatch(`${line}\n`, 1));
      await run.flush();
      expect(server.lines()).to.deep.equal(lines);
      expect(server.connections).to.equal(6);
    });
  });

  it('and ends at once where the first never closes, naming what would do', async () => {
    const options = { connections: 1, maxUnconfirmedBytes: 20, closeTimeoutMs: 50 };
    await shipTo({ mode: 'never-close' }, options, async ({ run, probe, server }) => {
      await run.write(lineOf(10));
      const failure = await probe.failed;
      expect(failure).to.be.instanceOf(SinkError).and.include({ code: 'ERR_UNCONFIRMED' });
      expect(failure.message).to.contain("`delivery: 'written'`");
      expect(await rejection(run.write(lineOf(10)), SinkError)).to.equal(failure);
      expect(server.connections).to.equal(1);
    });
  });

  it('and gives memory back only then', async () => {
    const released: number[] = [];
    const batch = (n: number): Records => textBatch('x'.repeat(100_000), 1, n, n + 1, () => released.push(n));
    await shipTo({ mode: 'never-close', discard: true }, { connections: 1 }, async ({ server, run }) => {
      for (const n of [1, 2, 3]) await run.write(batch(n));
      await server.received(300_000);
      const flushed = run.flush();
      await server.clientsEnded(1);
      expect(released).to.deep.equal([]);
      server.finish();
      await flushed;
      expect(released).to.deep.equal([1, 2, 3]);
    });
  });
});
