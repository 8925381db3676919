/* Settings of TLS: files in PEM, and what does not go together. */
import { readFile } from 'node:fs/promises';
import { certificateProblem, keyProblem, type TlsVersion } from '../sinks/tls-options.ts';
import { shown, text, textLater, Unfit } from './config-text.ts';
import type { Address } from './config-values.ts';
import { messageOf } from './errors.ts';

/** A file of certificates; its content is what counts. */
export const certificates = textLater('a file of certificates in PEM', (path) => pemIn(path, certificateProblem));

/** A file that holds a private key, not encrypted. */
export const privateKey = textLater('a file with a private key in PEM', (path) => pemIn(path, keyProblem));

export const hostName = text('a host name', (text) => {
  if (/^[^\s:/]+$/.test(text)) return text;
  throw new Unfit(`must be a host name, not ${shown(text)}`);
});

export interface TlsInput {
  readonly to: Address;
  readonly tlsCa?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly tlsServername?: string | undefined;
  readonly tlsMinVersion?: TlsVersion | undefined;
}

/** What does not go together, each problem after the name of the setting that it is about. */
export function tlsProblems({ to, ...tls }: TlsInput): readonly string[] {
  const given = Object.entries(tls).flatMap(([name, value]) =>
    value !== undefined && name.startsWith('tls') ? [name] : [],
  );
  if (!to.secure) return given.map((name) => `${name}: is for TLS, and the address does not begin with tls://`);
  if (tls.tlsCert !== undefined && tls.tlsKey === undefined) return ['tlsCert: needs its private key too'];
  if (tls.tlsKey !== undefined && tls.tlsCert === undefined) return ['tlsKey: needs its certificate too'];
  return [];
}

async function pemIn(path: string, problem: (pem: string) => string | undefined): Promise<string> {
  let pem: string;
  try {
    pem = await readFile(path, 'utf8');
  } catch (error) {
    throw new Unfit(`must be a file that can be read, not ${shown(path)}: ${messageOf(error)}`);
  }
  const found = problem(pem);
  if (found !== undefined) throw new Unfit(`${shown(path)} ${found}`);
  return pem;
}
