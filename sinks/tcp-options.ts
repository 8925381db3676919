import { isIPv6 } from 'node:net';
import { ConfigError } from '../src/errors.ts';

export interface TcpOptions {
  /** Name or address of the receiver, without a port. */
  readonly host: string;
  /** 1 to 65,535. */
  readonly port: number;
  /** Connections at most, opened as they are needed. 1 keeps the order of all records. 1 to 64. Default: 2. */
  readonly connections?: number;
  /** How long one attempt to connect may take. Default: 5,000. */
  readonly connectTimeoutMs?: number;
  /** Attempts in a row before a connection is given up. 1 to 100. Default: 5. */
  readonly connectAttempts?: number;
  /** Wait after the first failed attempt; doubles up to 5 s, with jitter. 0 to 60,000. Default: 500. */
  readonly retryDelayMs?: number;
  /** How long a full connection may take no byte; noticed after one to two times as long. Default: 60,000. */
  readonly writeTimeoutMs?: number;
  /** How long the receiver may take to read the rest and close its side once all is sent. Default: 10,000. */
  readonly closeTimeoutMs?: number;
}

export type TcpSettings = Required<TcpOptions>;

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
  closeTimeoutMs: { min: 1, max: HOUR, preset: 10_000 },
} satisfies Record<Exclude<keyof TcpOptions, 'host'>, Range>;

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

  const settings: TcpSettings = {
    host: host(given.get('host'), problems),
    port: integer('port'),
    connections: integer('connections'),
    connectTimeoutMs: integer('connectTimeoutMs'),
    connectAttempts: integer('connectAttempts'),
    retryDelayMs: integer('retryDelayMs'),
    writeTimeoutMs: integer('writeTimeoutMs'),
    closeTimeoutMs: integer('closeTimeoutMs'),
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

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
