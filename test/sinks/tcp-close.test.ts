import { expect } from 'chai';
import { setImmediate as turn } from 'node:timers/promises';
import { AbortError, SinkError } from '../../src/errors.ts';
import { jsonBatch, textBatch } from '../helpers/batch.ts';
import { rejection } from '../helpers/sink-probe.ts';
import { MORE_THAN_FITS, ROOMY, shipTo } from '../helpers/tcp.ts';

const big = textBatch('x'.repeat(MORE_THAN_FITS), 1);

describe('tcp closing', () => {
  it('leaves no handle behind after a delivery', async () => {
    const before = await handles();
    await shipTo({}, {}, async ({ run }) => {
      await run.write(jsonBatch([{ a: 1 }]));
      await run.flush();
    });
    expect(await handles()).to.deep.equal(before);
  });

  it('leaves no handle behind when the connections are full and a write waits', async () => {
    const before = await handles();
    await shipTo({ mode: 'stalled' }, ROOMY, async ({ run, probe }) => {
      await run.write(big);
      await run.write(big);
      const waiting = rejection(run.write(big), SinkError);
      const reason = new SinkError('the flow failed elsewhere', { code: 'ERR_SINK' });
      await run.close(reason);
      expect(await waiting).to.equal(reason);
      expect(probe.of('disconnected')).to.have.length(2);
      expect(probe.of('socketFailed')).to.be.empty;
      expect(probe.failures()).to.equal(0);
    });
    expect(await handles()).to.deep.equal(before);
  });

  it('ends a flush that waits for the receiver', async () => {
    await shipTo({ mode: 'never-close' }, {}, async ({ server, run }) => {
      await run.write(jsonBatch([{ a: 1 }]));
      const flushed = rejection(run.flush(), SinkError);
      await server.clientsEnded();
      const reason = new SinkError('enough', { code: 'ERR_SINK' });
      await run.close(reason);
      expect(await flushed).to.equal(reason);
    });
  });

  it('closes the receiver’s side of every connection', async () => {
    await shipTo({ discard: true }, ROOMY, async ({ server, run }) => {
      await run.write(big);
      await run.write(big);
      await run.close();
      await server.allClosed();
      expect(server.connections).to.equal(2);
    });
  });

  it('may be called twice', async () => {
    await shipTo({}, {}, async ({ run, probe }) => {
      await run.close();
      await run.close(new Error('late'));
      expect(probe.of('disconnected')).to.have.length(1);
    });
  });

  it('makes every later call fail', async () => {
    await shipTo({}, {}, async ({ run }) => {
      await run.close();
      expect((await rejection(run.write(big), SinkError)).message).to.contain('the sink is closed');
      expect((await rejection(run.flush(), SinkError)).message).to.contain('the sink is closed');
    });
  });

  it('is not needed for an abort to end what waits', async () => {
    await shipTo({ mode: 'stalled' }, { connections: 1 }, async ({ run, probe }) => {
      await run.write(big);
      const waiting = rejection(run.write(big), AbortError);
      probe.abort();
      expect(await waiting).to.include({ code: 'ERR_ABORTED' });
      expect(await rejection(run.flush(), AbortError)).to.equal(await waiting);
    });
  });
});

/** Sockets, servers and timers that keep the process alive, the test's own timer among them. */
async function handles(): Promise<string[]> {
  // Node lets go of a closed server's handle a turn after its 'close', and mocha starts its timer after the first await.
  await turn();
  await turn();
  return process
    .getActiveResourcesInfo()
    .filter((name) => /TCP|Timeout/.test(name))
    .sort();
}
