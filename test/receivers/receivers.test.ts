import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SinkError } from '../../src/errors.ts';
import { eventId, flow, gunzip, read, tcp, type TcpOptions } from '../../src/index.ts';
import { generate, memory } from '../../src/testing/index.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { caught } from '../helpers/caught.ts';
import { certificates, type Certificates } from '../helpers/certificates.ts';
import { describeWith } from '../helpers/installed.ts';
import { receiver, type Command } from '../helpers/receiver.ts';
import { bytes, origin } from '../helpers/runs.ts';

const LINES = 20_000;
const logs = flow(gunzip(), read(elb), eventId());
const source = () => bytes([...generate.elb({ lines: LINES })], { ...origin, identity: 'x' });
/**
 * Several connections, one after the other: programs that write what they receive as it comes would mix the lines of two
 * that they have at the same time.
 */
const options = { host: '127.0.0.1', connections: 1, maxUnconfirmedBytes: 4 << 20, retryDelayMs: 10 } as const;

/** Every line arrives, once, as it was made, and the run is confirmed without a failure. */
async function delivers(program: string, command: Command, tls: NonNullable<TcpOptions['tls']> = false): Promise<void> {
  const expected = memory();
  await logs.to(expected).run(source());
  const other = await receiver(program, command);
  try {
    // These write what they read of several connections as it comes, in the middle of lines.
    const connections = program === 'ncat' || program === 'socat' ? 1 : 2;
    const summary = await logs.to(tcp({ ...options, connections, port: other.port, tls })).run(source());
    expect(summary.lines.sent).to.equal(LINES);
    expect(summary.failures.sockets.total).to.equal(0);
    expect(summary.resent.records).to.equal(0);
    expect(summary.connections.created).to.be.above(2);
  } finally {
    const lines = (await other.stop()).split('\n').filter(Boolean);
    expect(lines.sort()).to.deep.equal([...expected.lines].sort());
  }
}

describeWith(['socat'], 'socat', () => {
  it('receives every line', () =>
    delivers('socat', ({ port, output }) => {
      return ['-u', `TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork`, `OPEN:${output},append`];
    }));
});

describeWith(['ncat'], 'ncat', () => {
  it('receives every line', () =>
    delivers('ncat', ({ port }) => ['-l', '127.0.0.1', String(port), '--keep-open', '--recv-only']));
});

describeWith(['rsyslogd'], 'rsyslog', () => {
  it('receives every line by imptcp', () =>
    delivers('rsyslogd', async ({ port, folder, output }) => {
      const configuration = join(folder, 'rsyslog.conf');
      await writeFile(
        configuration,
        `global(workDirectory="${folder}" maxMessageSize="1m")
module(load="imptcp")
template(name="raw" type="string" string="%rawmsg%\\n")
ruleset(name="all") { action(type="omfile" file="${output}" template="raw") }
input(type="imptcp" address="127.0.0.1" port="${port}" ruleset="all")
`,
      );
      return ['-n', '-f', configuration, '-i', join(folder, 'rsyslog.pid')];
    }));
});

describe('over TLS', () => {
  let made: Certificates;
  const server = (): readonly string[] => [made.server.certFile, made.server.keyFile];
  const client = () => ({ ca: made.ca.cert, cert: made.client.cert, key: made.client.key });

  describeWith(['openssl', 'socat'], 'socat', () => {
    before(() => (made = certificates()));
    after(() => made.remove());

    for (const verify of [0, 1]) {
      it(`receives every line, ${verify === 0 ? 'from anybody' : 'from those whose certificate is right'}`, () =>
        delivers(
          'socat',
          ({ port, output }) => {
            const [cert, key] = server();
            const own = `cert=${cert},key=${key},cafile=${made.ca.certFile},verify=${verify}`;
            return ['-u', `OPENSSL-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork,${own}`, `OPEN:${output},append`];
          },
          client(),
        ));
    }
  });

  describeWith(['openssl', 'ncat'], 'ncat', () => {
    before(() => (made = certificates()));
    after(() => made.remove());

    it('receives every line', () =>
      delivers(
        'ncat',
        ({ port }) => {
          const [cert = '', key = ''] = server();
          const own = ['--ssl', '--ssl-cert', cert, '--ssl-key', key];
          return ['-l', '127.0.0.1', String(port), '--keep-open', '--recv-only', ...own];
        },
        { ca: made.ca.cert },
      ));
  });

  describeWith(['openssl'], 'openssl s_server', () => {
    before(() => (made = certificates()));
    after(() => made.remove());

    const command = ({ port }: { readonly port: number }): readonly string[] => {
      const [cert = '', key = ''] = server();
      const asking = ['-CAfile', made.ca.certFile, '-Verify', '1', '-verify_return_error'];
      return ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', cert, '-key', key, '-quiet', ...asking];
    };

    it('refuses a certificate that somebody else issued, and the run fails by name before it has read', async () => {
      const other = await receiver('openssl', command);
      const { cert, key } = made.stranger;
      const run = logs.to(tcp({ ...options, port: other.port, tls: { ca: made.ca.cert, cert, key } })).run(source());
      const error = await caught(run);
      await other.stop();
      expect(error).to.be.instanceOf(SinkError).and.include({ code: 'ERR_SINK', retryable: false });
      expect(error.message).to.match(/alert unknown ca.*; the receiver refused the certificate of `tls\.cert`/);
    });
  });
});
