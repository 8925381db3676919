import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { collector, type CollectorOptions } from '../../src/testing/index.ts';
import { tcp, type TcpOptions } from '../../sinks/tcp.ts';
import { jsonBatch, textBatch } from '../helpers/batch.ts';
import { certificates, type Certificates } from '../helpers/certificates.ts';
import { describeWith } from '../helpers/installed.ts';
import { rejection, sinkProbe } from '../helpers/sink-probe.ts';
import { MORE_THAN_FITS, shipTo } from '../helpers/tcp.ts';

const quick = { retryDelayMs: 1 } as const;

describeWith(['openssl'], 'tcp over TLS', () => {
  let made: Certificates;
  let server: NonNullable<CollectorOptions['tls']>;
  let mutual: NonNullable<CollectorOptions['tls']>;
  let trusting: { readonly ca: string };
  let known: { readonly ca: string; readonly cert: string; readonly key: string };

  before(() => {
    made = certificates();
    server = made.server;
    mutual = { cert: made.server.cert, key: made.server.key, wantsCertificate: true };
    trusting = { ca: made.ca.cert };
    known = { ca: made.ca.cert, cert: made.client.cert, key: made.client.key };
  });
  after(() => made.remove());

  /** Opens a sink against such a server, which must fail; answers with what, and how often it was tried. */
  async function refusal(
    tls: NonNullable<CollectorOptions['tls']>,
    options: NonNullable<TcpOptions['tls']>,
    host = '127.0.0.1',
  ): Promise<{ readonly error: SinkError; readonly failures: number }> {
    const receiver = await collector({ tls });
    const probe = sinkProbe();
    const opening = tcp({ host, port: receiver.port, tls: options, ...quick }).open(probe.context);
    try {
      const error = await rejection(opening, SinkError);
      expect(error).to.include({ code: 'ERR_SINK', stage: 'tcp', retryable: false });
      return { error, failures: probe.of('socketFailed').length };
    } finally {
      await receiver.close();
    }
  }

  it('delivers, and proves it by the order of the ends', async () => {
    await shipTo({ tls: server, discard: true }, { tls: trusting, connections: 1 }, async (shipment) => {
      const { run, probe, server: receiver } = shipment;
      for (let n = 0; n < 3; n++) await run.write(textBatch('x'.repeat(MORE_THAN_FITS), 1));
      await run.flush();
      expect(receiver.bytes).to.equal(3 * MORE_THAN_FITS);
      expect(probe.of('delivered').map(({ records }) => records)).to.deep.equal([1, 1, 1]);
      expect(probe.of('socketFailed')).to.be.empty;
    });
  });

  it('delivers one line, 50 runs in a row', async () => {
    for (let n = 0; n < 50; n++) {
      await shipTo({ tls: server }, { tls: trusting }, async ({ run, server: receiver }) => {
        await run.write(jsonBatch([{ n }]));
        await run.flush();
        expect(receiver.text()).to.equal(`{"n":${n}}\n`);
      });
    }
  });

  it('shows its certificate to a receiver that asks for one', async () => {
    await shipTo({ tls: mutual }, { tls: known }, async ({ run, server: receiver }) => {
      await run.write(jsonBatch([{ a: 1 }]));
      await run.flush();
      expect(receiver.lines()).to.deep.equal(['{"a":1}']);
    });
  });

  it('proves nothing where the receiver never closes', async () => {
    const options = { tls: trusting, closeTimeoutMs: 50 };
    await shipTo({ tls: server, mode: 'never-close' }, options, async ({ run, probe }) => {
      await run.write(jsonBatch([{ a: 1 }]));
      expect(await rejection(run.flush(), SinkError)).to.include({ code: 'ERR_UNCONFIRMED' });
      expect(probe.of('delivered')).to.be.empty;
    });
  });

  for (const mode of ['reset', 'early-end'] as const) {
    it(`sends again what a connection did not confirm: ${mode}`, async () => {
      const treat = (n: number) => (n === 0 ? ({ mode, afterBytes: 8 } as const) : {});
      await shipTo({ tls: server, treat }, { tls: trusting, ...quick }, async ({ run, probe, server: receiver }) => {
        const failed = probe.next('socketFailed');
        await run.write(jsonBatch([{ a: 1 }]));
        await failed;
        await run.flush();
        expect(receiver.lines()).to.deep.equal(['{"a":1}', '{"a":1}']);
        expect(probe.of('delivered').map(({ records }) => records)).to.deep.equal([1]);
      });
    });
  }

  it('refuses a receiver whose CA it does not know, at once, and says who vouches for it', async () => {
    const { error, failures } = await refusal(server, true);
    expect(error.message).to.match(
      /TLS: .*\(UNABLE_TO_VERIFY_LEAF_SIGNATURE\): the certificate CN=server, for DNS:localhost, IP Address:127\.0\.0\.1, issued by CN=test-ca, valid to .*; give the certificate of its CA as `tls\.ca`$/,
    );
    expect(failures).to.equal(1);
  });

  it('refuses a certificate whose time is over', async () => {
    const { error } = await refusal(made.expired, trusting);
    expect(error.message).to.match(/\(CERT_HAS_EXPIRED\): the certificate CN=expired, .*, valid to .*; renew it/);
  });

  it('refuses a certificate for another name', async () => {
    const { error } = await refusal(server, { ...trusting, servername: 'logs.internal' });
    expect(error.message).to.match(
      /logs\.internal.*\(ERR_TLS_CERT_ALTNAME_INVALID\): the certificate CN=server, for DNS:localhost.*`tls\.servername`/,
    );
  });

  it('goes by the host name where no other name is given', async () => {
    const receiver = await collector({ tls: server });
    const sink = tcp({ host: 'localhost', port: receiver.port, tls: trusting, ...quick });
    const run = await sink.open(sinkProbe().context);
    await run.close();
    await receiver.close();
  });

  it('fails by name, before anything is read, where the receiver wants a certificate and has none', async () => {
    const { error, failures } = await refusal(mutual, trusting);
    expect(error.message).to.match(/alert certificate required.*; the receiver wants a certificate/);
    expect(failures).to.equal(1);
  });

  it('fails by name where the receiver speaks no TLS', async () => {
    const receiver = await collector({ mode: 'chatty', answer: 'hello, who is there?\n' });
    const sink = tcp({ host: receiver.host, port: receiver.port, tls: trusting, ...quick });
    const error = await rejection(sink.open(sinkProbe().context), SinkError);
    expect(error.message).to.match(/wrong version number.*; .*speaks no TLS on this port/);
    await receiver.close();
  });

  it('says that there was no handshake where a receiver that speaks no TLS is silent', async () => {
    const receiver = await collector({ mode: 'stalled' });
    const options = { tls: trusting, connectTimeoutMs: 1_000, connectAttempts: 1 };
    const sink = tcp({ host: receiver.host, port: receiver.port, ...options });
    const error = await rejection(sink.open(sinkProbe().context), SinkError);
    expect(error.message).to.contain('the connection is up, but no TLS handshake was made within 1000 ms');
    await receiver.close();
  });

  it('shows no key and no passphrase in what it says', () => {
    const secret = 'correct horse';
    const options = { ca: 'x', cert: made.client.cert, key: made.client.key.slice(0, 60), passphrase: secret };
    const build = () => tcp({ host: 'a', port: 1, tls: options });
    expect(build).to.throw(/`tls\.ca` must be certificates in PEM/);
    expect(build).to.throw(/`tls\.key` must be a private key in PEM/);
    expect(build).not.to.throw(secret);
    expect(build).not.to.throw(made.client.key.slice(28, 60));
  });

  it('refuses a key that is not the certificate’s, and one without the other', () => {
    const { cert, key } = { cert: made.client.cert, key: made.stranger.key };
    expect(() => tcp({ host: 'a', port: 1, tls: { cert, key } })).to.throw('`tls.key` is not the key of `tls.cert`');
    expect(() => tcp({ host: 'a', port: 1, tls: { cert } })).to.throw('`tls.cert` and `tls.key` go together');
  });
});
