import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { jsonBatch, textBatch } from '../helpers/batch.ts';
import { rejection } from '../helpers/sink-probe.ts';
import { MORE_THAN_FITS, ROOMY, shipTo } from '../helpers/tcp.ts';

describe('tcp delivers', () => {
  it('a small batch whole', async () => {
    await shipTo({}, {}, async ({ server, run }) => {
      await run.write(jsonBatch([{ a: 1 }, { b: 'ü' }]));
      await run.flush();
      expect(server.text()).to.equal('{"a":1}\n{"b":"ü"}\n');
    });
  });

  it('one line, 200 runs in a row', async () => {
    for (let n = 0; n < 200; n++) {
      await shipTo({}, {}, async ({ server, run }) => {
        await run.write(jsonBatch([{ n }]));
        await run.flush();
        expect(server.text()).to.equal(`{"n":${n}}\n`);
      });
    }
  });

  it('200 lines one by one, in order, over one connection', async () => {
    await shipTo({}, { connections: 1 }, async ({ server, run }) => {
      const lines = Array.from({ length: 200 }, (_, n) => `{"n":${n}}`);
      for (const line of lines) await run.write(textBatch(`${line}\n`, 1));
      await run.flush();
      expect(server.lines()).to.deep.equal(lines);
      expect(server.connections).to.equal(1);
    });
  });

  it('batches far beyond the buffers, whole, over several connections', async () => {
    await shipTo({ discard: true }, { ...ROOMY, connections: 3 }, async ({ server, run, probe }) => {
      const batch = textBatch('x'.repeat(MORE_THAN_FITS), 1);
      for (let n = 0; n < 6; n++) await run.write(batch);
      await run.flush();
      expect(server.bytes).to.equal(6 * MORE_THAN_FITS);
      expect(server.connections).to.be.within(2, 4);
      expect(probe.of('delivered')).to.have.length(server.connections);
    });
  });

  it('and throws away what the receiver says', async () => {
    await shipTo({ mode: 'chatty', answer: 'x'.repeat(100_000) }, {}, async ({ server, run }) => {
      await run.write(jsonBatch([{ a: 1 }]));
      await run.flush();
      expect(server.lines()).to.have.length(1);
    });
  });

  it('only when the receiver has closed its side after ours', async () => {
    await shipTo({ mode: 'never-close' }, {}, async ({ server, run, probe }) => {
      const order: string[] = [];
      await run.write(jsonBatch([{ a: 1 }]));
      const flushed = run.flush().then(() => order.push('flushed'));
      await server.clientsEnded();
      expect(probe.of('delivered')).to.be.empty;
      order.push('receiver closes');
      server.finish();
      await flushed;
      expect(order).to.deep.equal(['receiver closes', 'flushed']);
      expect(probe.of('delivered')).to.have.length(1);
    });
  });

  it('nothing when nothing was written, and proves it at once', async () => {
    await shipTo({ mode: 'stalled' }, {}, async ({ run, probe }) => {
      await run.flush();
      expect(probe.of('delivered')).to.be.empty;
    });
  });
});

describe('tcp reports', () => {
  it('deliveries that add up, with the last position when all is confirmed', async () => {
    await shipTo({}, ROOMY, async ({ run, probe, server }) => {
      let start = 100;
      for (const size of [MORE_THAN_FITS, 10, MORE_THAN_FITS, 20]) {
        await run.write(textBatch('x'.repeat(size), 3, start));
        start += size;
      }
      await run.flush();
      const delivered = probe.of('delivered');
      expect(delivered.reduce((sum, event) => sum + event.records, 0)).to.equal(12);
      expect(delivered.reduce((sum, event) => sum + event.bytes, 0)).to.equal(server.bytes);
      expect(delivered.at(-1)?.upTo).to.equal(start);
    });
  });

  it('the position also past batches that came to nothing', async () => {
    await shipTo({}, {}, async ({ run, probe }) => {
      await run.write(textBatch('', 0, 500, 900));
      await run.flush();
      expect(probe.of('delivered')).to.deep.equal([{ type: 'delivered', records: 0, rejects: 0, bytes: 0, upTo: 900 }]);
    });
  });

  it('each connection once when it comes and once when it goes', async () => {
    await shipTo({}, {}, async ({ run, probe, server }) => {
      await run.write(jsonBatch([{ a: 1 }]));
      await run.flush();
      await run.close();
      const to = `127.0.0.1:${server.port}`;
      expect(probe.of('connected')).to.deep.equal([{ type: 'connected', to, attempts: 1 }]);
      expect(probe.of('disconnected')).to.deep.equal([{ type: 'disconnected', from: to }]);
      expect(probe.of('socketFailed')).to.be.empty;
    });
  });

  it('what one connection confirmed when the other one broke while it was closing', async () => {
    await shipTo({ mode: 'never-close' }, { ...ROOMY, sendAttempts: 1 }, async ({ run, probe, server }) => {
      await run.write(textBatch('x'.repeat(MORE_THAN_FITS), 1, 1000));
      await run.write(textBatch('y\n', 1, 0));
      await server.received(MORE_THAN_FITS + 2);
      expect(server.connections).to.equal(2);
      const error = rejection(run.flush(), SinkError);
      await server.clientsEnded(2);
      const failed = probe.next('socketFailed');
      server.reset(0);
      await failed;
      server.finish();
      expect((await error).code).to.equal('ERR_UNCONFIRMED');
      expect((await error).message).to.contain('1 record (12,582,912 bytes)');
      expect(probe.of('delivered')).to.deep.equal([
        { type: 'delivered', records: 1, rejects: 0, bytes: 2, upTo: 1000 },
      ]);
    });
  });
});
