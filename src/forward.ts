import type { S3Client } from '@aws-sdk/client-s3';
import { tcp, type TlsOptions } from '../sinks/tcp.ts';
import { ecs } from '../transforms/ecs.ts';
import { eventId } from '../transforms/event-id.ts';
import { gunzip, type GunzipOptions } from '../transforms/gunzip.ts';
import { keyFields } from '../transforms/key-fields.ts';
import { readLetters } from '../transforms/read-letters.ts';
import { auto, read, type ReadOptions } from '../transforms/read.ts';
import { set } from '../transforms/set.ts';
import type { JsonValue } from './column.ts';
import type { FlowConfig, ParseConfig } from './config-schema.ts';
import { ConfigError } from './errors.ts';
import { flow, type BoundFlow, type Flow } from './flow.ts';
import type { Format } from './format.ts';
import { deadLettersIn } from './letters/dead-letters-in.ts';
import type { Records } from './records.ts';
import type { RunOptions } from './run.ts';
import type { Names, Schema } from './schema.ts';
import type { SchemaStage } from './stage.ts';

export interface DefaultFlowOptions extends ReadOptions, GunzipOptions {
  /** Default: `auto`. */
  readonly format?: Format | typeof auto;
  /** Whether load-balancer records get the names of the Elastic Common Schema, before all that follows. Default: false. */
  readonly ecs?: boolean;
  /** Whether records get what the key of their object says: see `keyFields`. Default: false. */
  readonly keyFields?: boolean;
  /** New names of columns, added to the default one: the format's time column becomes `@timestamp`. */
  readonly rename?: Names;
  /** Constants for every record. */
  readonly fields?: Readonly<Record<string, JsonValue>>;
  /** The name of the event id. Absent: no ids. */
  readonly eventId?: string | undefined;
}

/**
 * The flow of the handler and of the command, up to its sink: decompress, read, rename, add constants and event ids.
 * Throws ConfigError for names that the format does not have; with `auto` that shows only once the format is known.
 */
export function defaultFlow(options: DefaultFlowOptions = {}): Flow<Records> {
  return named(options, read);
}

/** The same for dead letters: see `readLetters`. */
export function replayFlow(options: DefaultFlowOptions = {}): Flow<Records> {
  return named(options, readLetters);
}

function named(options: DefaultFlowOptions, reader: typeof read | typeof readLetters): Flow<Records> {
  const { format = auto, ecs: elastic = false, keyFields: keyed = false, ...others } = options;
  const { rename = {}, fields = {}, eventId: id, maxExpansion, maxDecompressedBytes, ...reading } = others;
  const records: Flow<Records> = flow(gunzip({ maxExpansion, maxDecompressedBytes }), reader(format, reading));
  const known = elastic ? records.through(ecs()) : records;
  const placed: Flow<Records> = keyed ? known.through(keyFields()) : known;
  const labelled = placed.through(renameWithTime(rename)).through(set(fields));
  return id === undefined ? labelled : labelled.through(eventId(id));
}

/** A configuration as a flow into a TCP collector; one for dead letters with `replayFlow` as `begin`. */
export function forward(config: FlowConfig, begin = defaultFlow): BoundFlow {
  const { connections, connectAttempts, connectTimeoutMs, writeTimeoutMs, closeTimeoutMs } = config;
  const { delivery, maxUnconfirmedBytes, sendAttempts } = config;
  const { host, port, secure } = config.to;
  const bounds = { connections, connectAttempts, connectTimeoutMs, writeTimeoutMs, closeTimeoutMs };
  const proof = { delivery, maxUnconfirmedBytes, sendAttempts };
  return flowOf(config, begin).to(tcp({ host, port, tls: secure && tlsOf(config), ...bounds, ...proof }));
}

function tlsOf(config: FlowConfig): TlsOptions {
  const { tlsCa: ca, tlsCert: cert, tlsKey: key, tlsServername: servername, tlsMinVersion: minVersion } = config;
  return { ca, cert, key, servername, minVersion };
}

/** The part of a configuration that stands before the sink. */
export function flowOf(config: ParseConfig, begin = defaultFlow): Flow<Records> {
  const { format, ecs, keyFields, rename, fields, eventId, empty } = config;
  const { maxLineBytes, batchBytes, maxExpansion, maxDecompressedBytes } = config;
  const limits = { maxLineBytes, batchBytes, maxExpansion, maxDecompressedBytes };
  return begin({ format, ecs, keyFields, rename, fields, eventId, empty, ...limits });
}

/** What of a run a configuration says. */
type Configured = Pick<RunOptions, 'rejects' | 'maxRejects' | 'progressTimeoutMs' | 'deadLetters'>;

/** The part of a configuration that each run is given. `client` is for dead letters in S3: see `deadLettersIn`. */
export function runOptionsOf(config: ParseConfig, client?: () => Promise<S3Client>): Configured {
  const { rejects, maxRejects, progressTimeoutMs, deadLetter, maxDeadLetterBytes: maxBytes } = config;
  const deadLetters = deadLetter === undefined ? undefined : deadLettersIn(deadLetter, { maxBytes, client });
  return { rejects, maxRejects, progressTimeoutMs, deadLetters };
}

/**
 * The user's renames and the default one, all at once: the time column may be called by the format's name or by
 * `@timestamp`, and keeps the name that the user has for it.
 */
function renameWithTime(names: Names): SchemaStage<Records, Records> {
  return { name: 'rename', edit: (schema) => renamedWithTime(schema, names) };
}

function renamedWithTime(schema: Schema, names: Names): Schema {
  const { time } = schema;
  if (time === undefined) return schema.rename(names);
  const { '@timestamp': own, [time.name]: named, ...others } = names;
  if (own !== undefined && named !== undefined && time.name !== '@timestamp') {
    throw new ConfigError([`rename: \`${time.name}\` and \`@timestamp\` are the same column`]);
  }
  return schema.timestamp(own ?? named ?? '@timestamp').rename(others);
}
