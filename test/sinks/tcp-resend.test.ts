import { expect } from 'chai';
import { setImmediate as turn } from 'node:timers/promises';
import { AbortError, SinkError } from '../../src/errors.ts';
import type { CollectorMode } from '../../src/testing/index.ts';
import { jsonBatch } from '../helpers/batch.ts';
import { caught } from '../helpers/caught.ts';
import { rejection, type SinkProbe } from '../helpers/sink-probe.ts';
import { shipTo, type Shipment } from '../helpers/tcp.ts';

const quick = { retryDelayMs: 1 } as const;
const line = jsonBatch([{ a: 1 }]);

/** The first connections behave so, all others well. */
function first(...modes: readonly CollectorMode[]): { readonly treat: (n: number) => CollectorMode } {
  return { treat: (n) => modes[n] ?? {} };
}

/** Writes so many lines of ten bytes, one a batch; answers them. */
async function write({ run }: Pick<Shipment, 'run'>, count: number): Promise<string[]> {
  const lines = Array.from({ length: count }, (_, n) => `{"n":${1000 + n}}`);
  for (const [n] of lines.entries()) await run.write(jsonBatch([{ n: 1000 + n }], 11 * n));
  return lines;
}

/** What a run was told adds up: each record once, positions that only rise, and the last one the end. */
function adds(probe: SinkProbe, records: number, end: number): void {
  const delivered = probe.of('delivered');
  expect(delivered.reduce((sum, event) => sum + event.records, 0)).to.equal(records);
  const positions = delivered.map(({ upTo }) => upTo);
  expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
  expect(positions.at(-1)).to.equal(end);
}

describe('tcp sends again what was not confirmed', () => {
  const faults: Record<string, CollectorMode> = {
    'a reset before anything was read': { mode: 'reset', afterBytes: 0 },
    'a reset in the middle': { mode: 'reset', afterBytes: 25 },
    'a reset after the last byte': { mode: 'reset', afterBytes: 110 },
    'an early close in the middle': { mode: 'early-end', afterBytes: 25 },
    'an early close after the last byte': { mode: 'early-end', afterBytes: 110 },
  };
  for (const [what, mode] of Object.entries(faults)) {
    it(`after ${what}`, async () => {
      await shipTo(first(mode), { ...quick, connections: 1 }, async (shipment) => {
        const failed = shipment.probe.next('socketFailed');
        const lines = await write(shipment, 10);
        if (shipment.probe.of('socketFailed').length === 0) await failed;
        await shipment.run.flush();
        expect(shipment.server.lines().filter((text) => lines.includes(text))).to.include.members(lines);
        adds(shipment.probe, 10, 110);
        expect(shipment.probe.of('socketFailed')).to.have.length(1);
        expect(shipment.probe.failures()).to.equal(0);
      });
    });
  }

  it('and says how much that was', async () => {
    await shipTo(
      first({ mode: 'reset', afterBytes: 16 }),
      { ...quick, connections: 1 },
      async ({ run, probe, server }) => {
        await run.write(jsonBatch([{ a: 1 }, { a: 2 }]));
        await run.flush();
        const to = `127.0.0.1:${server.port}`;
        expect(probe.of('resent')).to.deep.equal([{ type: 'resent', to, records: 2, rejects: 0, bytes: 16 }]);
      },
    );
  });

  it('after the receiver did not close in time, where it closed other connections', async () => {
    const options = { ...quick, connections: 1, maxUnconfirmedBytes: 22, closeTimeoutMs: 1_000 };
    await shipTo(first({}, { mode: 'never-close' }), options, async (shipment) => {
      const lines = await write(shipment, 4);
      await shipment.run.flush();
      expect(new Set(shipment.server.lines())).to.deep.equal(new Set(lines));
      expect(shipment.probe.of('resent')).to.have.length(1);
      adds(shipment.probe, 4, 44);
    });
  });

  it('before anything new, where one connection keeps the order', async () => {
    const options = { ...quick, connections: 1, maxUnconfirmedBytes: 66 };
    await shipTo(first({}, { mode: 'reset', afterBytes: 20 }), options, async (shipment) => {
      const lines = await write(shipment, 30);
      await shipment.run.flush();
      const whole = shipment.server.lines().filter((text) => lines.includes(text));
      const last = new Map(whole.map((text, at) => [text, at]));
      expect([...last].sort(([, a], [, b]) => a - b).map(([text]) => text)).to.deep.equal(lines);
    });
  });

  it('until half of the connections have held, where the other half breaks', async () => {
    const half = { treat: (n: number): CollectorMode => (n % 2 === 0 ? { mode: 'reset', afterBytes: 5 } : {}) };
    const options = { ...quick, sendAttempts: 100, maxUnconfirmedBytes: 88 };
    await shipTo(half, options, async (shipment) => {
      const lines = await write(shipment, 40);
      await shipment.run.flush();
      expect(shipment.server.lines()).to.include.members(lines);
      adds(shipment.probe, 40, 440);
    });
  });

  it('when the receiver was away for a while', async () => {
    await shipTo({}, { ...quick, connections: 1, connectAttempts: 100 }, async (shipment) => {
      const { server, probe, run } = shipment;
      const lines = await write(shipment, 3);
      await server.received(33);
      server.refuse();
      const refused = probe.next('socketFailed');
      server.reset();
      await refused;
      await probe.next('socketFailed');
      await server.listenAgain();
      await run.flush();
      expect(server.lines()).to.deep.equal([...lines, ...lines]);
      adds(probe, 3, 33);
    });
  });
});

describe('tcp gives up sending again', () => {
  it('after `sendAttempts`, by name, where every connection is reset', async () => {
    const mode = { mode: 'reset', afterBytes: 1 } as const;
    await shipTo(mode, { ...quick, sendAttempts: 3 }, async ({ server, run, probe }) => {
      await run.write(line);
      const failure = await probe.failed;
      expect(failure).to.be.instanceOf(SinkError).and.include({ code: 'ERR_SINK', retryable: true });
      expect(failure.message).to.match(
        /ECONNRESET; 1 record \(8 bytes\) are unconfirmed after 3 attempts \(`sendAttempts`\); see/,
      );
      expect(server.connections).to.equal(3);
      expect(probe.of('delivered')).to.be.empty;
    });
  });

  it('after `sendAttempts`, by name, where every connection is closed early', async () => {
    await shipTo(
      { mode: 'early-end', afterBytes: 8 },
      { ...quick, sendAttempts: 3 },
      async ({ server, run, probe }) => {
        await run.write(line);
        expect((await probe.failed).message).to.contain('closed the connection early');
        expect(server.connections).to.equal(3);
      },
    );
  });

  it('when nobody listens any more, with that as the cause', async () => {
    await shipTo({}, { ...quick, connectAttempts: 2 }, async ({ server, run, probe }) => {
      await run.write(line);
      await server.received(8);
      server.refuse();
      server.reset();
      const failure = await probe.failed;
      expect(failure.message).to.match(/connect ECONNREFUSED .* after 2 attempts/);
      expect(await rejection(run.flush(), SinkError)).to.equal(failure);
    });
  });

  for (const connections of [1, 2]) {
    it(`at once when the run is aborted while it waits, with ${connections} connections`, async () => {
      const patient = { retryDelayMs: 60_000, connections };
      await shipTo({ mode: 'reset', afterBytes: 1 }, patient, async ({ run, probe }) => {
        const broken = probe.next('socketFailed');
        await run.write(line);
        await broken;
        const flushed = rejection(run.flush(), AbortError);
        const waiting = rejection(run.write(line), AbortError);
        await turn();
        probe.abort();
        expect(await flushed).to.equal(await waiting);
      });
    });
  }

  it('at once when it is closed while it waits', async () => {
    await shipTo({ mode: 'reset', afterBytes: 1 }, { retryDelayMs: 60_000 }, async ({ run, probe }) => {
      const broken = probe.next('socketFailed');
      await run.write(line);
      await broken;
      const flushed = caught(run.flush());
      const reason = new Error('the flow failed elsewhere');
      await run.close(reason);
      expect(await flushed).to.equal(reason);
    });
  });
});
