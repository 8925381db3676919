import * as v from 'valibot';
import { entries, type SettingName } from './config-schema.ts';

/** How a person meets a setting: as a variable, as a flag, and in the documentation. */
export interface Setting {
  readonly name: SettingName;
  readonly variable: string;
  /** Undefined: it is of the handler alone. */
  readonly flag: string | undefined;
  /** What stands after the flag, in help. */
  readonly takes: string;
  readonly about: string;
  /** What it may be, in words. */
  readonly values: string;
  /** As it would be written. Undefined: it must be given, or nothing stands for it. */
  readonly preset: string | undefined;
}

type Face = readonly [variable: string, flag: string | undefined, takes: string, about: string];

const faces: Readonly<Record<SettingName, Face>> = {
  to: ['LOGFLUME_TO', '--to', 'tcp://host:port', 'where the records go; tls:// for TLS; an IPv6 address in brackets'],
  format: [
    'LOGFLUME_FORMAT',
    '--format',
    'name or file',
    'how lines are read; auto goes by the key, then by the first line; a file holds a format of your own',
  ],
  ecs: ['LOGFLUME_ECS', '--ecs', 'on or off', 'names of the Elastic Common Schema, for logs of load balancers'],
  keyFields: [
    'LOGFLUME_KEY_FIELDS',
    '--key-fields',
    'on or off',
    'account, region, load balancer, end of the interval and node, as the key of the object says them',
  ],
  rename: ['LOGFLUME_RENAME', '--rename', 'old=new', 'other names for columns; the time column becomes @timestamp'],
  fields: ['LOGFLUME_FIELDS', '--set', 'name=value', 'constants for every record'],
  connections: ['LOGFLUME_CONNECTIONS', '--connections', 'n', 'connections at most; 1 keeps the order of all records'],
  connectAttempts: ['LOGFLUME_CONNECT_ATTEMPTS', '--connect-attempts', 'n', 'attempts before a connection is given up'],
  connectTimeoutMs: ['LOGFLUME_CONNECT_TIMEOUT_MS', '--connect-timeout-ms', 'ms', 'how long one attempt may take'],
  writeTimeoutMs: ['LOGFLUME_WRITE_TIMEOUT_MS', '--write-timeout-ms', 'ms', 'how long the receiver may take no byte'],
  closeTimeoutMs: [
    'LOGFLUME_CLOSE_TIMEOUT_MS',
    '--close-timeout-ms',
    'ms',
    'how long the receiver may take to read the rest and close, once all is sent',
  ],
  delivery: [
    'LOGFLUME_DELIVERY',
    '--delivery',
    'how',
    'what counts as delivered: what the receiver has read, or what this system has taken to send',
  ],
  maxUnconfirmedBytes: [
    'LOGFLUME_MAX_UNCONFIRMED_BYTES',
    '--max-unconfirmed-bytes',
    'n',
    'bytes that may be on their way unconfirmed, over all connections',
  ],
  sendAttempts: ['LOGFLUME_SEND_ATTEMPTS', '--send-attempts', 'n', 'how often the same bytes are sent before it fails'],
  tlsCa: ['LOGFLUME_TLS_CA', '--tls-ca', 'file', 'who may vouch for the receiver, in place of those that Node trusts'],
  tlsCert: ['LOGFLUME_TLS_CERT', '--tls-cert', 'file', 'our certificate, for receivers that ask for one'],
  tlsKey: ['LOGFLUME_TLS_KEY', '--tls-key', 'file', 'the private key of that certificate, not encrypted'],
  tlsServername: [
    'LOGFLUME_TLS_SERVERNAME',
    '--tls-servername',
    'name',
    'the name that the receiver’s certificate must have, where it is not the host of the address',
  ],
  tlsMinVersion: [
    'LOGFLUME_TLS_MIN_VERSION',
    '--tls-min-version',
    'version',
    'the oldest version of TLS to agree to, TLSv1.2 unless it is set',
  ],
  eventId: ['LOGFLUME_EVENT_ID', '--event-id', 'name', 'the field for an id that is the same on every retry, or off'],
  empty: ['LOGFLUME_EMPTY', '--empty', 'how', 'cells that are `-`: omit them, write null, or keep the hyphen'],
  rejects: [
    'LOGFLUME_REJECTS',
    '--rejects',
    'how',
    'lines that do not parse: ship them raw and tagged, drop them, keep them as dead letters, or fail',
  ],
  deadLetter: [
    'LOGFLUME_DEAD_LETTER',
    '--dead-letter',
    'place',
    'where what cannot be sent is kept, however often it was tried, for `logflume replay`',
  ],
  maxDeadLetterBytes: [
    'LOGFLUME_MAX_DEAD_LETTER_BYTES',
    '--max-dead-letter-bytes',
    'n',
    'more bytes of dead letters from one object fail the run',
  ],
  maxRejects: ['LOGFLUME_MAX_REJECTS', '--max-rejects', 'n', 'more such lines than this fail the run; or none'],
  maxLineBytes: ['LOGFLUME_MAX_LINE_BYTES', '--max-line-bytes', 'n', 'a longer line is rejected, its start is kept'],
  batchBytes: ['LOGFLUME_BATCH_BYTES', '--batch-bytes', 'n', 'lines are handled together up to this many bytes'],
  readAttempts: [
    'LOGFLUME_READ_ATTEMPTS',
    '--read-attempts',
    'n',
    'attempts in a row that bring not one byte, before a read from S3 is given up',
  ],
  maxExpansion: [
    'LOGFLUME_MAX_EXPANSION',
    '--max-expansion',
    'n',
    'more decompressed bytes for each compressed one, beyond 64 MiB, fail the run; or none',
  ],
  maxDecompressedBytes: [
    'LOGFLUME_MAX_DECOMPRESSED_BYTES',
    '--max-decompressed-bytes',
    'n',
    'more decompressed bytes of one object fail the run; or none',
  ],
  progressTimeoutMs: [
    'LOGFLUME_PROGRESS_TIMEOUT_MS',
    '--progress-timeout-ms',
    'ms',
    'how long nothing may be read, go on or be delivered; silence of live input is none of it',
  ],
  continueQueue: [
    'LOGFLUME_CONTINUE_QUEUE',
    undefined,
    'url',
    'the handler alone: the queue that takes what is left when the time of an invocation is up',
  ],
  concurrency: [
    'LOGFLUME_CONCURRENCY',
    undefined,
    'n',
    'the handler alone: objects of an event that are read side by side',
  ],
  partialBatches: [
    'LOGFLUME_PARTIAL_BATCHES',
    undefined,
    'on or off',
    'the handler alone: whether messages of SQS fail one by one; off where the trigger does not report batch item failures',
  ],
  metrics: [
    'LOGFLUME_METRICS',
    undefined,
    'namespace',
    'the handler alone: the namespace of the metrics that CloudWatch makes of its log; or off',
  ],
  logging: [
    'LOGFLUME_LOG',
    undefined,
    'how',
    'the handler alone: one line for each object, or with debug also what happens on the way',
  ],
};

/** All settings, in the order that help and documentation give them. */
export const settings: readonly Setting[] = namesOf(faces).map((name) => {
  const [variable, flag, takes, about] = faces[name];
  const entry = entries[name];
  const wrapped = 'wrapped' in entry ? entry.wrapped : entry;
  const values = v.getDescription(wrapped) ?? '';
  const preset = 'default' in entry && typeof entry.default === 'string' ? entry.default : undefined;
  return { name, variable, flag, takes, about, values, preset };
});

function namesOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  const isName = (name: string): name is K => name in record;
  return Object.keys(record).filter(isName);
}
