import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { jsonBatch, textBatch } from '../helpers/batch.ts';
import { MORE_THAN_FITS, shipTo } from '../helpers/tcp.ts';

const written = { delivery: 'written', retryDelayMs: 1 } as const;
const line = jsonBatch([{ a: 1 }]);

describe('tcp with delivery as written', () => {
  it('asks no receiver to close its side', async () => {
    await shipTo({ mode: 'never-close' }, written, async ({ server, run, probe }) => {
      await run.write(line);
      await run.flush();
      await server.clientsEnded(1);
      expect(server.text()).to.equal('{"a":1}\n');
      expect(probe.of('delivered')).to.deep.equal([{ type: 'delivered', records: 1, rejects: 0, bytes: 8, upTo: 8 }]);
      expect(probe.of('socketFailed')).to.be.empty;
    });
  });

  it('replaces no connection', async () => {
    const options = { ...written, connections: 1, maxUnconfirmedBytes: 16 };
    await shipTo({}, options, async ({ server, run }) => {
      for (let n = 0; n < 100; n++) await run.write(line);
      await run.flush();
      await server.clientsEnded(1);
      expect(server.lines()).to.have.length(100);
      expect(server.connections).to.equal(1);
    });
  });

  it('waits until the system has all of it', async () => {
    await shipTo({ mode: 'stalled', discard: true }, written, async ({ server, run, probe }) => {
      await run.write(textBatch('x'.repeat(MORE_THAN_FITS), 1));
      const flushed = run.flush();
      await server.accepted(1);
      expect(probe.of('delivered')).to.be.empty;
      server.resume();
      await flushed;
      await server.received(MORE_THAN_FITS);
      expect(probe.of('delivered')).to.have.length(1);
    });
  });

  it('sends again what the system had not taken when the connection broke', async () => {
    const first = { treat: (n: number) => (n === 0 ? ({ mode: 'reset', afterBytes: 100_000 } as const) : {}) };
    await shipTo({ ...first, discard: true }, written, async ({ server, run, probe }) => {
      const failed = probe.next('socketFailed');
      await run.write(textBatch('x'.repeat(MORE_THAN_FITS), 1));
      await failed;
      await run.flush();
      await server.allClosed();
      expect(server.bytes).to.be.at.least(MORE_THAN_FITS + 100_000);
      expect(probe.of('resent')).to.have.length(1);
      expect(probe.of('delivered')).to.have.length(1);
    });
  });

  it('still fails by name where the receiver takes nothing', async () => {
    const options = { ...written, writeTimeoutMs: 50, sendAttempts: 1 };
    await shipTo({ mode: 'stalled' }, options, async ({ run, probe }) => {
      await run.write(textBatch('x'.repeat(MORE_THAN_FITS), 1));
      const failure = await probe.failed;
      expect(failure).to.be.instanceOf(SinkError).and.include({ code: 'ERR_SINK' });
      expect(failure.message).to.contain('the receiver took nothing for 50 ms');
    });
  });
});
