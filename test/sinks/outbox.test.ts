import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { collector } from '../../src/testing/index.ts';
import { ConnectionPool } from '../../sinks/connection-pool.ts';
import { Outbox } from '../../sinks/outbox.ts';
import { payloadOf } from '../../sinks/payload.ts';
import { tcpSettings } from '../../sinks/tcp-options.ts';
import { jsonBatch } from '../helpers/batch.ts';
import { rejection, sinkProbe } from '../helpers/sink-probe.ts';

describe('a flush of tcp', () => {
  for (const sent of [0, 3]) {
    it(`fails by name, and does not spin, over bytes that nobody carries (after ${sent} batches)`, async () => {
      const server = await collector();
      const settings = tcpSettings({ host: server.host, port: server.port });
      const probe = sinkProbe();
      const pool = new ConnectionPool(settings, {
        report: (event) => probe.context.report(event),
        broken: (connection, breakage) => outbox.onBroken(connection, breakage),
      });
      const outbox = new Outbox(settings, pool, probe.context);
      try {
        for (let n = 0; n < sent; n += 1) {
          const batch = jsonBatch([{ n }], 10 * n);
          await outbox.put(payloadOf(batch, batch.encode(), false));
        }
        outbox.ledger.add({ records: 1, rejects: 0, bytes: 12, start: 1000, end: 1012 });
        const error = await rejection(outbox.flush(), SinkError);
        expect(error).to.include({ code: 'ERR_UNBALANCED', retryable: true });
        expect(error.message).to.match(/: 12 bytes are unconfirmed, and no connection carries them; .* report it/);
        expect(server.lines()).to.have.length(sent);
      } finally {
        await pool.close(new Error('over'));
        await server.close();
      }
    });
  }
});
