import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { messageOf } from '../src/errors.ts';

/** Certificates and keys are PEM. The receiver's certificate is always checked. */
export interface TlsOptions {
  /** The authorities that may vouch for the receiver, in place of those that Node trusts. Default: those. */
  readonly ca?: string | Buffer | undefined;
  /** Our own certificate, with those of intermediate authorities after it, for receivers that ask for one. */
  readonly cert?: string | Buffer | undefined;
  /** The private key of `cert`. */
  readonly key?: string | Buffer | undefined;
  /** What `key` is encrypted with. */
  readonly passphrase?: string | undefined;
  /** The name that the receiver's certificate must have, and that it is told. Default: `host`. */
  readonly servername?: string | undefined;
  /** The oldest version to agree to. Default: `TLSv1.2`. */
  readonly minVersion?: TlsVersion | undefined;
}

export const tlsVersions = ['TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof tlsVersions)[number];

/** What `tls.connect` is given. It holds no secret in readable form. */
export interface TlsSettings {
  readonly secureContext: SecureContext;
  /** Absent where the receiver is called by its address: a certificate for the address is wanted then. */
  readonly servername?: string;
}

const names = ['ca', 'cert', 'key', 'passphrase', 'servername', 'minVersion'];

/** Reads the option `tls`. Problems are added to the list; neither they nor the settings show keys or passphrases. */
export function tlsSettings(value: unknown, host: string, problems: string[]): TlsSettings | undefined {
  if (value === undefined || value === false) return undefined;
  if (value !== true && !isOptions(value)) {
    problems.push('tcp: `tls` must be true, false or an object of options');
    return undefined;
  }
  const given: TlsOptions = value === true ? {} : value;
  const found = [...unknownNames(given), ...problemsOf(given)].map((problem) => `tcp: \`tls.${problem}`);
  problems.push(...found);
  if (found.length > 0) return undefined;
  const { ca, cert, key, passphrase, servername = isIP(host) === 0 ? host : undefined } = given;
  const minVersion = given.minVersion ?? tlsVersions[0];
  const secureContext = createSecureContext({
    minVersion,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  return { secureContext, ...(servername === undefined ? {} : { servername }) };
}

/** What is wrong with certificates in PEM, without showing them; undefined: nothing. */
export function certificateProblem(pem: unknown): string | undefined {
  if (typeof pem !== 'string' && !Buffer.isBuffer(pem)) return 'must be certificates in PEM, as a string or a Buffer';
  try {
    certificateIn(pem);
    return undefined;
  } catch (error) {
    return `must be certificates in PEM (${messageOf(error)})`;
  }
}

/** The same for a private key. */
export function keyProblem(pem: unknown, passphrase?: string): string | undefined {
  if (typeof pem !== 'string' && !Buffer.isBuffer(pem)) return 'must be a private key in PEM, as a string or a Buffer';
  try {
    keyIn(pem, passphrase);
    return undefined;
  } catch (error) {
    return pem.toString().includes('ENCRYPTED')
      ? `is encrypted, and \`tls.passphrase\` does not open it (${messageOf(error)})`
      : `must be a private key in PEM (${messageOf(error)})`;
  }
}

function problemsOf({ ca, cert, key, passphrase, servername, minVersion }: TlsOptions): string[] {
  const problems = [
    ...(ca === undefined ? [] : about('ca', certificateProblem(ca))),
    ...(cert === undefined ? [] : about('cert', certificateProblem(cert))),
    ...(key === undefined ? [] : about('key', keyProblem(key, passphrase))),
    ...(servername === undefined || /^[^\s:/]+$/.test(servername) ? [] : ['servername` must be a host name']),
    ...(minVersion === undefined || tlsVersions.includes(minVersion)
      ? []
      : [`minVersion\` must be ${tlsVersions.join(' or ')}`]),
  ];
  if (problems.length > 0) return problems;
  if (cert === undefined || key === undefined) {
    return cert === key ? [] : ['cert` and `tls.key` go together: one of them is missing'];
  }
  return certificateIn(cert).checkPrivateKey(keyIn(key, passphrase)) ? [] : ['key` is not the key of `tls.cert`'];
}

function about(name: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${name}\` ${problem}`];
}

function unknownNames(given: object): string[] {
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  return unknown.map((name) => `${name}\` is not an option; there are ${names.join(', ')}`);
}

function certificateIn(pem: string | Buffer): X509Certificate {
  return new X509Certificate(pem);
}

function keyIn(pem: string | Buffer, passphrase = ''): KeyObject {
  return createPrivateKey({ key: pem, format: 'pem', passphrase });
}

/** Its members are looked at one by one. */
function isOptions(value: unknown): value is TlsOptions {
  return typeof value === 'object' && value !== null;
}
