import type { PeerCertificate } from 'node:tls';
import { messageOf } from '../src/errors.ts';

/** The receiver's certificate is not what it should be. Says whose it is, who vouches for it, and for how long. */
export class UnfitCertificate extends Error {
  readonly code: string;
  constructor(cause: Error, certificate: PeerCertificate) {
    super(`${said(cause)}: ${described(certificate)}`, { cause });
    this.code = codeOf(cause);
  }
}

/** An error of the handshake, explained where it concerns a certificate. */
export function unfit(error: Error, leaf: PeerCertificate): Error {
  const expired = codeOf(error) === 'CERT_HAS_EXPIRED';
  const culprit = expired ? chainOf(leaf).find(({ valid_to }) => Date.parse(valid_to) < Date.now()) : undefined;
  return advice[codeOf(error)] === undefined ? error : new UnfitCertificate(error, culprit ?? leaf);
}

/** Whether to try again would end the same way: the certificates or the protocols of the two sides do not go together. */
export function isRefusal(error: Error): boolean {
  const code = codeOf(error);
  return error instanceof UnfitCertificate || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
}

/** What to do about it. */
export function tlsAdvice(error: Error): string {
  const code = codeOf(error);
  const known = advice[code];
  if (known !== undefined) return known;
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/.test(code)) {
    return 'the receiver wants a certificate: set `tls.cert` and `tls.key`, issued by a CA that it trusts';
  }
  if (/UNKNOWN_CA|CERTIFICATE|ACCESS_DENIED|DECRYPT_ERROR/.test(code)) {
    return 'the receiver refused the certificate of `tls.cert`: is it valid, and issued by a CA that it trusts?';
  }
  if (/VERSION|UNSUPPORTED_PROTOCOL/.test(code)) {
    return 'the two sides have no version of TLS in common, or the receiver speaks no TLS on this port; see `tls.minVersion`';
  }
  return "see the receiver's log";
}

/** What is wrong in the words of TLS: OpenSSL's messages begin with places in its source. */
export function said(error: Error): string {
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : messageOf(error);
  const code = codeOf(error);
  return code === '' || reason.includes(code) ? reason : `${reason} (${code})`;
}

const advice: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'renew it, and look at the clock of this machine',
  CERT_NOT_YET_VALID: 'look at the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID: 'connect by a name that it has, or set `tls.servername` to one',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'give it as `tls.ca`, if it is the right one',
  SELF_SIGNED_CERT_IN_CHAIN: 'give the certificate of its CA as `tls.ca`',
  UNABLE_TO_GET_ISSUER_CERT: 'give the certificate of its CA as `tls.ca`',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'give the certificate of its CA as `tls.ca`',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'give the certificate of its CA as `tls.ca`',
  CERT_SIGNATURE_FAILURE: 'is `tls.ca` the CA that issued it?',
  CERT_REVOKED: 'the receiver needs another one',
  INVALID_PURPOSE: 'it is not made for servers: the receiver needs another one',
};

/** From the leaf up. The root of a full chain is its own issuer. */
function chainOf(leaf: PeerCertificate): PeerCertificate[] {
  const chain = new Set<PeerCertificate>();
  for (let next: PeerCertificate | undefined = leaf; next !== undefined && !chain.has(next); next = issuerOf(next)) {
    chain.add(next);
  }
  return [...chain];
}

function issuerOf(certificate: PeerCertificate): PeerCertificate | undefined {
  const issuer: unknown = Reflect.get(certificate, 'issuerCertificate');
  return isCertificate(issuer) ? issuer : undefined;
}

function isCertificate(value: unknown): value is PeerCertificate {
  return typeof value === 'object' && value !== null && 'valid_to' in value;
}

function described({ subject, issuer, valid_to, subjectaltname }: PeerCertificate): string {
  const names = subjectaltname === undefined ? 'no host names' : `for ${subjectaltname}`;
  return `the certificate ${named(subject)}, ${names}, issued by ${named(issuer)}, valid to ${valid_to}`;
}

function named(holder: Readonly<Record<string, string | string[] | undefined>> | undefined): string {
  const parts = Object.entries(holder ?? {}).map(([key, value]) => `${key}=${String(value)}`);
  return parts.length === 0 ? '(nobody)' : parts.join(', ');
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
