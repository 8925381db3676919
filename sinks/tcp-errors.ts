import { AbortError, SinkError, messageOf } from '../src/errors.ts';
import type { Breakage } from './connection.ts';
import type { Load } from './ledger.ts';
import type { TcpSettings } from './tcp-options.ts';
import { said, tlsAdvice } from './tls-errors.ts';

/** What was handed to a connection that did not confirm it. */
type Unconfirmed = Pick<Load, 'records' | 'rejects' | 'bytes'>;

/** `host:port`, as people write it. */
export function addressOf({ host, port }: Pick<TcpSettings, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** No connection could be made, however often it was tried. */
export function unreachable(to: string, cause: Error, attempts: number, elapsedMs: number): SinkError {
  const tries = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} (${(elapsedMs / 1000).toFixed(1)} s)`;
  return new SinkError(`tcp ${to}: ${messageOf(cause)} after ${tries}; ${hint(cause)}`, { ...network, cause });
}

/** What connections carried could not be confirmed, however often it was sent: resets, early closes, time-outs. */
export function broken(to: string, { cause, phase }: Breakage, lost: Unconfirmed, attempts: number): SinkError {
  const tries = `${amount(lost)} unconfirmed after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} (\`sendAttempts\`)`;
  const text = `tcp ${to}: ${messageOf(cause)}; ${tries}; see the receiver's log`;
  return new SinkError(text, { ...network, code: phase === 'closing' ? 'ERR_UNCONFIRMED' : 'ERR_SINK', cause });
}

/** All was sent and our side closed, but this receiver has never shown that it read to the end. */
export function unconfirmed(to: string, cause: Error, lost: Unconfirmed): SinkError {
  const advice =
    'does the receiver close its side when the sender is done? A slow one needs a longer `closeTimeoutMs`; ' +
    "one that never closes, `delivery: 'written'`, which proves less";
  const text = `tcp ${to}: ${messageOf(cause)}; ${amount(lost)} unconfirmed; ${advice}`;
  return new SinkError(text, { ...network, code: 'ERR_UNCONFIRMED', cause });
}

/** Bytes that are neither to be sent nor on their way, nor confirmed: it would be waited for them for ever. */
export function unaccounted(to: string, bytes: number): SinkError {
  const text = `tcp ${to}: ${bytes.toLocaleString('en-US')} bytes are unconfirmed, and no connection carries them`;
  const advice = 'this is a mistake in `tcp`: please report it, and send the object again';
  return new SinkError(`${text}; ${advice}`, { ...network, code: 'ERR_UNBALANCED' });
}

/** The two sides cannot agree on TLS: to try again would be no use. */
export function refused(to: string, cause: Error): SinkError {
  return new SinkError(`tcp ${to}: TLS: ${said(cause)}; ${tlsAdvice(cause)}`, { ...network, retryable: false, cause });
}

/** The caller's signal ended the run while the sink was at work. */
export function aborted(to: string, cause: unknown): AbortError {
  return new AbortError(`tcp ${to}: stopped by the caller's signal`, { stage: 'tcp', cause });
}

/** The sink was used after `close`. */
export function closed(to: string): SinkError {
  return new SinkError(`tcp ${to}: the sink is closed`, { code: 'ERR_SINK', stage: 'tcp' });
}

const network = { code: 'ERR_SINK', stage: 'tcp', retryable: true } as const;

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'is the collector listening?',
  ENOTFOUND: 'is the host name right?',
  EAI_AGAIN: 'does the name server answer?',
  ETIMEDOUT: 'does a firewall or a security group stand between?',
  EHOSTUNREACH: 'is there a route to it?',
  ENETUNREACH: 'is there a route to it?',
};

function hint(cause: Error): string {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return hints[code] ?? 'can this machine reach it?';
}

function amount({ records, rejects, bytes }: Unconfirmed): string {
  const lines = records + rejects;
  const verb = lines === 1 ? 'record' : 'records';
  return `${lines.toLocaleString('en-US')} ${verb} (${bytes.toLocaleString('en-US')} bytes) are`;
}
