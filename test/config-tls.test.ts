import { expect } from 'chai';
import { shipConfig } from '../src/config.ts';
import { forward } from '../src/forward.ts';
import { collector, generate } from '../src/testing/index.ts';
import { certificates, type Certificates } from './helpers/certificates.ts';
import { describeWith } from './helpers/installed.ts';
import { problemsIn } from './helpers/problems.ts';
import { bytes } from './helpers/runs.ts';

const to = 'tls://127.0.0.1:6514';
const problemsOf = (env: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  return problemsIn(shipConfig({ env }));
};

describeWith(['openssl'], 'the settings of TLS', () => {
  let made: Certificates;
  before(() => (made = certificates()));
  after(() => made.remove());

  it('lead to a receiver that wants a certificate', async () => {
    const { cert, key } = made.server;
    const server = await collector({ tls: { cert, key, wantsCertificate: true } });
    const config = await shipConfig({
      env: { LOGFLUME_TO: `tls://127.0.0.1:${server.port}`, LOGFLUME_TLS_CA: made.ca.certFile },
      flags: {
        tlsCert: [made.client.certFile],
        tlsKey: [made.client.keyFile],
        tlsServername: ['localhost'],
        tlsMinVersion: ['TLSv1.3'],
      },
    });
    await forward(config).run(bytes([...generate.elb({ lines: 10 })]));
    expect(server.lines()).to.have.length(10);
    await server.close();
  });

  it('are refused where the address is not one of TLS', async () => {
    const problems = await problemsOf({ LOGFLUME_TO: 'tcp://a:1', LOGFLUME_TLS_CA: made.ca.certFile });
    expect(problems).to.deep.equal(['LOGFLUME_TLS_CA: is for TLS, and the address does not begin with tls://']);
  });

  it('need the key of a certificate, and the certificate of a key', async () => {
    const { certFile, keyFile } = made.client;
    expect(await problemsOf({ LOGFLUME_TO: to, LOGFLUME_TLS_CERT: certFile })).to.deep.equal([
      'LOGFLUME_TLS_CERT: needs its private key too',
    ]);
    expect(await problemsOf({ LOGFLUME_TO: to, LOGFLUME_TLS_KEY: keyFile })).to.deep.equal([
      'LOGFLUME_TLS_KEY: needs its certificate too',
    ]);
  });

  it('say what is wrong with a file, and show nothing that is in it', async () => {
    const [missing, mistaken] = await problemsOf({
      LOGFLUME_TO: to,
      LOGFLUME_TLS_CA: '/no/such/file',
      LOGFLUME_TLS_CERT: made.client.keyFile,
      LOGFLUME_TLS_KEY: made.client.keyFile,
    });
    expect(missing).to.match(/^LOGFLUME_TLS_CA: must be a file that can be read, not "\/no\/such\/file": ENOENT/);
    expect(mistaken).to.match(/^LOGFLUME_TLS_CERT: ".*client\.key" must be certificates in PEM \(.*\)$/);
    expect(mistaken).not.to.contain(made.client.key.slice(28, 60));
  });
});
