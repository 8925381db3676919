import { lookup } from 'node:dns';
import { isIPv6, type LookupFunction } from 'node:net';
import { ConfigError } from '../src/errors.ts';
import { tlsSettings, type TlsOptions, type TlsSettings } from './tls-options.ts';

export interface TcpOptions {
  /** Name or address of the receiver, without a port. */
  readonly host: string;
  /** 1 to 65,535. */
  readonly port: number;
  /** TLS, with the receiver's certificate checked; `true` takes all defaults. Default: false. */
  readonly tls?: boolean | TlsOptions | undefined;
  /**
   * What counts as delivered. `confirmed` (default): what the receiver's process has read, as it proves by closing its side
   * after ours; what is not confirmed is kept and sent again. `written`: what this system has taken to send. For receivers
   * that never close. Lost without a word is then what the system still holds when the receiver stops, breaks the
   * connection or was reading too slowly when the machine stops or freezes: up to some megabytes a connection.
   */
  readonly delivery?: Delivery;
  /**
   * Bytes that may be on their way unconfirmed, over all connections; a write waits while there are more. A connection is
   * closed for them to be confirmed, and replaced, after this / (2 × `connections`). Such closing connections come on top of
   * `connections`. A batch that is larger goes alone. 1 to 1 GiB. Default: 8 MiB.
   */
  readonly maxUnconfirmedBytes?: number;
  /** How often the same bytes are given to a connection before the run fails. 1 to 100. Default: 5. */
  readonly sendAttempts?: number;
  /** Connections at most that are written to, opened as they are needed. 1 keeps the order of all records. 1 to 64. Default: 2. */
  readonly connections?: number;
  /** How long one attempt to connect may take, to all addresses of the host. Default: 5,000. */
  readonly connectTimeoutMs?: number;
  /** Attempts in a row before a connection is given up. 1 to 100. Default: 5. */
  readonly connectAttempts?: number;
  /** Wait after the first failure to connect or to deliver; doubles up to 5 s, with jitter. 0 to 60,000. Default: 500. */
  readonly retryDelayMs?: number;
  /** How long a full connection may take no byte; noticed after one to two times as long. Default: 60,000. */
  readonly writeTimeoutMs?: number;
  /**
   * How long the receiver may take to read what the system still holds and to close its side, from our FIN on. While it
   * reads, nothing of that can be seen from here: a receiver that pauses longer is sent the same again. Default: 30,000.
   */
  readonly closeTimeoutMs?: number;
  /** How host names become addresses, all of which are tried. Default: the system's way, `dns.lookup`. */
  readonly lookup?: LookupFunction;
}

export const deliveries = ['confirmed', 'written'] as const;
export type Delivery = (typeof deliveries)[number];

export type TcpSettings = Required<Omit<TcpOptions, 'tls'>> & { readonly tls: TlsSettings | undefined };

interface Range {
  readonly min: number;
  readonly max: number;
  /** Absent: the option must be given. */
  readonly preset?: number;
}

const HOUR = 3_600_000;

/** What numbers are taken, and what stands for those not given. */
export const ranges = {
  port: { min: 1, max: 65_535 },
  connections: { min: 1, max: 64, preset: 2 },
  connectTimeoutMs: { min: 1, max: HOUR, preset: 5_000 },
  connectAttempts: { min: 1, max: 100, preset: 5 },
  retryDelayMs: { min: 0, max: 60_000, preset: 500 },
  writeTimeoutMs: { min: 1, max: HOUR, preset: 60_000 },
  closeTimeoutMs: { min: 1, max: HOUR, preset: 30_000 },
  maxUnconfirmedBytes: { min: 1, max: 1 << 30, preset: 8 << 20 },
  sendAttempts: { min: 1, max: 100, preset: 5 },
} satisfies Record<Exclude<keyof TcpOptions, 'host' | 'tls' | 'delivery' | 'lookup'>, Range>;

/** The options with every default filled in. Throws ConfigError that lists all problems, unknown names included. */
export function tcpSettings(options: TcpOptions): TcpSettings {
  const given = new Map<string, unknown>(Object.entries(options));
  const problems: string[] = [];
  const integer = (name: keyof typeof ranges): number => {
    const { min, max, preset }: Range = ranges[name];
    const value = given.get(name) ?? preset;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    problems.push(`tcp: \`${name}\` must be an integer from ${min} to ${max}, not ${shown(value)}`);
    return min;
  };

  const name = host(given.get('host'), problems);
  const settings: TcpSettings = {
    host: name,
    port: integer('port'),
    tls: tlsSettings(given.get('tls'), name, problems),
    delivery: delivery(given.get('delivery') ?? deliveries[0], problems),
    maxUnconfirmedBytes: integer('maxUnconfirmedBytes'),
    sendAttempts: integer('sendAttempts'),
    connections: integer('connections'),
    connectTimeoutMs: integer('connectTimeoutMs'),
    connectAttempts: integer('connectAttempts'),
    retryDelayMs: integer('retryDelayMs'),
    writeTimeoutMs: integer('writeTimeoutMs'),
    closeTimeoutMs: integer('closeTimeoutMs'),
    lookup: options.lookup ?? lookup,
  };
  for (const name of given.keys()) {
    if (!(name in settings)) {
      problems.push(`tcp: \`${name}\` is not an option; there are ${Object.keys(settings).join(', ')}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems, { stage: 'tcp' });
  return settings;
}

function host(value: unknown, problems: string[]): string {
  if (typeof value === 'string' && (isIPv6(value) || /^[^\s:/]+$/.test(value))) return value;
  problems.push(`tcp: \`host\` must be a name or an address without scheme and port, not ${shown(value)}`);
  return '';
}

function delivery(value: unknown, problems: string[]): Delivery {
  const found = deliveries.find((known) => known === value);
  if (found === undefined) problems.push(`tcp: \`delivery\` must be ${deliveries.join(' or ')}, not ${shown(value)}`);
  return found ?? deliveries[0];
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
