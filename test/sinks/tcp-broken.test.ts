import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { jsonBatch, textBatch } from '../helpers/batch.ts';
import { rejection } from '../helpers/sink-probe.ts';
import { MORE_THAN_FITS, ROOMY, shipTo } from '../helpers/tcp.ts';

const big = textBatch('x'.repeat(MORE_THAN_FITS), 7);
const once = { sendAttempts: 1 } as const;
const line = jsonBatch([{ a: 1 }]);

describe('tcp on a connection that breaks, with no attempts left', () => {
  it('fails the run at once when it is reset in the middle', async () => {
    await shipTo({ mode: 'reset', afterBytes: 100_000 }, once, async ({ run, probe }) => {
      await run.write(big);
      const failure = await probe.failed;
      expect(failure).to.be.instanceOf(SinkError).and.include({ code: 'ERR_SINK', stage: 'tcp', retryable: true });
      expect(failure.message).to.match(
        /^tcp 127\.0\.0\.1:\d+: (read ECONNRESET|write EPIPE|write ECONNRESET); 7 records/,
      );
      expect(failure.cause).to.be.instanceOf(Error);
      expect(probe.of('socketFailed').map((event) => event.error)).to.deep.equal([failure.cause]);
      expect(probe.of('delivered')).to.be.empty;
    });
  });

  it('rejects the next write and the flush with the same error', async () => {
    await shipTo({ mode: 'reset', afterBytes: 1 }, once, async ({ run, probe }) => {
      await run.write(line);
      const failure = await probe.failed;
      expect(await rejection(run.write(line), SinkError)).to.equal(failure);
      expect(await rejection(run.flush(), SinkError)).to.equal(failure);
      expect(probe.failures()).to.equal(1);
    });
  });

  it('rejects the write that waits for a free connection', async () => {
    await shipTo({ mode: 'stalled' }, { ...ROOMY, ...once }, async ({ server, run, probe }) => {
      await run.write(big);
      await run.write(big);
      const waiting = rejection(run.write(big), SinkError);
      await server.accepted(2);
      server.reset();
      expect(await waiting).to.equal(await probe.failed);
    });
  });

  it('does not take a reset after the last byte for a delivery', async () => {
    await shipTo({ mode: 'reset', afterBytes: 8 }, once, async ({ run, probe }) => {
      await run.write(line);
      const error = await rejection(run.flush(), SinkError);
      expect(error.message).to.contain('1 record (8 bytes) are unconfirmed');
      expect(probe.of('delivered')).to.be.empty;
    });
  });

  it('does not take a reset after our FIN for a delivery', async () => {
    await shipTo({ mode: 'never-close' }, once, async ({ server, run }) => {
      await run.write(line);
      const flushed = rejection(run.flush(), SinkError);
      await server.clientsEnded();
      server.reset();
      expect(await flushed).to.include({ code: 'ERR_UNCONFIRMED', retryable: true });
    });
  });

  it('replaces it in silence when it had carried nothing', async () => {
    await shipTo({ mode: 'never-close' }, {}, async ({ server, run, probe }) => {
      const gone = probe.next('disconnected');
      await server.accepted(1);
      server.reset();
      await gone;
      await run.write(line);
      await server.received(8);
      const flushed = run.flush();
      await server.clientsEnded(1);
      server.finish();
      await flushed;
      expect(server.connections).to.equal(2);
      expect(probe.failures()).to.equal(0);
      expect(probe.of('connected')).to.have.length(2);
    });
  });
});
