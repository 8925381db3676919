import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { jsonBatch, textBatch } from '../helpers/batch.ts';
import { rejection } from '../helpers/sink-probe.ts';
import { MORE_THAN_FITS, shipTo } from '../helpers/tcp.ts';

describe('tcp without a proof of delivery', () => {
  it('fails with ERR_UNCONFIRMED and advice when the receiver never closes', async () => {
    await shipTo({ mode: 'never-close' }, { closeTimeoutMs: 50 }, async ({ server, run, probe }) => {
      await run.write(jsonBatch([{ a: 1 }, { a: 2 }]));
      const error = await rejection(run.flush(), SinkError);
      expect(error).to.include({ code: 'ERR_UNCONFIRMED', stage: 'tcp', retryable: true });
      expect(error.message).to.equal(
        `tcp 127.0.0.1:${server.port}: the receiver did not close its side within 50 ms (\`closeTimeoutMs\`); ` +
          '2 records (16 bytes) are unconfirmed; does the receiver close its side when the sender is done? ' +
          "A slow one needs a longer `closeTimeoutMs`; one that never closes, `delivery: 'written'`, which proves less",
      );
      expect(probe.of('delivered')).to.be.empty;
    });
  });

  it('does not hang when the receiver never reads', async () => {
    await shipTo({ mode: 'stalled' }, { closeTimeoutMs: 50 }, async ({ run }) => {
      await run.write(jsonBatch([{ a: 1 }]));
      expect(await rejection(run.flush(), SinkError)).to.include({ code: 'ERR_UNCONFIRMED' });
    });
  });

  it('does not begin to close before all is sent', async () => {
    await shipTo(
      { mode: 'stalled' },
      { sendAttempts: 1, writeTimeoutMs: 50, closeTimeoutMs: 10 },
      async ({ run, probe }) => {
        await run.write(textBatch('x'.repeat(MORE_THAN_FITS), 1));
        const error = await rejection(run.flush(), SinkError);
        expect(error.message).to.contain('took nothing for 50 ms');
        expect(error.code).to.equal('ERR_SINK');
        expect(probe.failures()).to.equal(0);
      },
    );
  });
});
