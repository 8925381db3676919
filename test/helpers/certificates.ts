import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key in PEM, and the files that hold them. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Two certificate authorities of a test run, and what the first of them has issued. */
export interface Certificates {
  readonly ca: Identity;
  /** An authority that vouches for nothing here. */
  readonly otherCa: Identity;
  /** For `localhost` and 127.0.0.1. */
  readonly server: Identity;
  /** The same, but its time is over. */
  readonly expired: Identity;
  readonly client: Identity;
  /** Issued by the other authority. */
  readonly stranger: Identity;
  remove(): void;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const SERVER = 'subjectAltName=DNS:localhost,IP:127.0.0.1';

/** Makes them with the openssl command, in a temporary folder; some 100 ms. Call `remove` in the end. */
export function certificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'logflume-tls-'));
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const identity = (name: string): Identity => {
    const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  };
  const authority = (name: string): Identity => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    openssl('req', '-x509', ...KEY, ...files, '-days', '2', '-subj', `/CN=${name}`);
    return identity(name);
  };
  const issued = (name: string, by: string, extensions: string, days: string): Identity => {
    openssl('req', ...KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(join(folder, `${name}.ext`), extensions);
    const signer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial'];
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...signer,
      '-out',
      `${name}.pem`,
      '-days',
      days,
      '-extfile',
      `${name}.ext`,
    );
    return identity(name);
  };
  return {
    ca: authority('test-ca'),
    otherCa: authority('other-ca'),
    server: issued('server', 'test-ca', SERVER, '2'),
    expired: issued('expired', 'test-ca', SERVER, '-1'),
    client: issued('client', 'test-ca', 'extendedKeyUsage=clientAuth', '2'),
    stranger: issued('stranger', 'other-ca', 'extendedKeyUsage=clientAuth', '2'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
