import { AbortError, SinkError, messageOf } from '../src/errors.ts';
import type { TcpSettings } from './tcp-options.ts';

/** What went wrong with a connection that was up, and when. */
export interface Breakage {
  readonly cause: Error;
  /** `closing`: we had said that nothing more comes, and waited for the receiver to read to the end. */
  readonly phase: 'sending' | 'closing';
}

/** What was handed to connections that never confirmed it; rejects count as records. */
export interface Unconfirmed {
  readonly records: number;
  readonly bytes: number;
}

/** `host:port`, as people write it. */
export function addressOf({ host, port }: Pick<TcpSettings, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** No connection could be made, however often it was tried. */
export function unreachable(to: string, cause: Error, attempts: number, elapsedMs: number): SinkError {
  const tries = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} (${(elapsedMs / 1000).toFixed(1)} s)`;
  return new SinkError(`tcp ${to}: ${messageOf(cause)} after ${tries}; ${hint(cause)}`, { ...network, cause });
}

/** A connection that had carried data is gone: by a reset, an early close or a time-out. */
export function broken(to: string, cause: Error, lost: Unconfirmed): SinkError {
  const text = `tcp ${to}: ${messageOf(cause)}; ${amount(lost)} unconfirmed; see the receiver's log`;
  return new SinkError(text, { ...network, cause });
}

/** All was sent and our side closed, but the receiver did not show that it read to the end. */
export function unconfirmed(to: string, cause: Error, lost: Unconfirmed): SinkError {
  const advice = 'does the receiver close its side when the sender is done? A slow one needs a longer `closeTimeoutMs`';
  const text = `tcp ${to}: ${messageOf(cause)}; ${amount(lost)} unconfirmed; ${advice}`;
  return new SinkError(text, { ...network, code: 'ERR_UNCONFIRMED', cause });
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

function amount({ records, bytes }: Unconfirmed): string {
  const verb = records === 1 ? 'record' : 'records';
  return `${records.toLocaleString('en-US')} ${verb} (${bytes.toLocaleString('en-US')} bytes) are`;
}
