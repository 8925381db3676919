import * as v from 'valibot';
import { deliveries, ranges } from '../sinks/tcp-options.ts';
import { tlsVersions } from '../sinks/tls-options.ts';
import { checkedLimits } from '../transforms/gunzip.ts';
import { checked } from '../transforms/split-lines.ts';
import { columnProblems } from './columns-check.ts';
import { constants, renames } from './config-pairs.ts';
import { certificates, hostName, privateKey, tlsProblems, type TlsInput } from './config-tls.ts';
import { format } from './config-format.ts';
import {
  address,
  letterPlace,
  limit,
  limitFrom1,
  metricsNamespace,
  nameOrOff,
  oneOf,
  onOrOff,
  queueUrl,
  wholeNumber,
} from './config-values.ts';
import { MAX_LETTER_BYTES } from './letters/dead-letters-in.ts';
import { METRICS_NAMESPACE } from './lambda/metrics.ts';
import { logLevels } from './lambda/run-log.ts';
import { PROGRESS_TIMEOUT_MS, rejectUses } from './run-options.ts';
import { CONCURRENCY } from './lambda/side-by-side.ts';

const sizes = checked({});
const { maxExpansion } = checkedLimits({});
const bytes = wholeNumber({ min: 1, max: 256 << 20 });

/** What stands before the sink. Every value is text, as variables and flags give it; so are the defaults. */
const reading = {
  format: v.optionalAsync(format, 'auto'),
  ecs: v.optional(onOrOff, 'off'),
  keyFields: v.optional(onOrOff, 'off'),
  rename: v.optional(renames, []),
  fields: v.optional(constants, []),
  eventId: v.optional(nameOrOff, '@metadata._id'),
  empty: v.optional(oneOf(['omit', 'null', 'keep']), 'omit'),
  rejects: v.optional(oneOf(rejectUses), 'ship'),
  deadLetter: v.optional(letterPlace),
  maxDeadLetterBytes: v.optional(bytes, `${MAX_LETTER_BYTES}`),
  maxRejects: v.optional(limit, 'none'),
  maxLineBytes: v.optional(bytes, `${sizes.maxLineBytes}`),
  batchBytes: v.optional(bytes, `${sizes.batchBytes}`),
  readAttempts: v.optional(wholeNumber({ min: 1, max: 100 }), '5'),
  maxExpansion: v.optional(limitFrom1, `${maxExpansion}`),
  maxDecompressedBytes: v.optional(limitFrom1, 'none'),
  progressTimeoutMs: v.optional(wholeNumber({ min: 1, max: 3_600_000 }), `${PROGRESS_TIMEOUT_MS}`),
};

const sending = {
  to: address,
  tlsCa: v.optionalAsync(certificates),
  tlsCert: v.optionalAsync(certificates),
  tlsKey: v.optionalAsync(privateKey),
  tlsServername: v.optional(hostName),
  tlsMinVersion: v.optional(oneOf(tlsVersions)),
  delivery: v.optional(oneOf(deliveries), deliveries[0]),
  maxUnconfirmedBytes: v.optional(wholeNumber(ranges.maxUnconfirmedBytes), `${ranges.maxUnconfirmedBytes.preset}`),
  sendAttempts: v.optional(wholeNumber(ranges.sendAttempts), `${ranges.sendAttempts.preset}`),
  connections: v.optional(wholeNumber(ranges.connections), `${ranges.connections.preset}`),
  connectAttempts: v.optional(wholeNumber(ranges.connectAttempts), `${ranges.connectAttempts.preset}`),
  connectTimeoutMs: v.optional(wholeNumber(ranges.connectTimeoutMs), `${ranges.connectTimeoutMs.preset}`),
  writeTimeoutMs: v.optional(wholeNumber(ranges.writeTimeoutMs), `${ranges.writeTimeoutMs.preset}`),
  closeTimeoutMs: v.optional(wholeNumber(ranges.closeTimeoutMs), `${ranges.closeTimeoutMs.preset}`),
};

/** What the handler alone has a use for. */
const handing = {
  continueQueue: v.optional(queueUrl),
  concurrency: v.optional(wholeNumber({ min: 1, max: 64 }), `${CONCURRENCY}`),
  partialBatches: v.optional(onOrOff, 'on'),
  metrics: v.optional(metricsNamespace, METRICS_NAMESPACE),
  logging: v.optional(oneOf(logLevels), logLevels[0]),
};

/** Every setting there is. */
export const entries = { ...sending, ...reading, ...handing };

export type SettingName = keyof typeof entries;

type Entries = typeof reading;
type Columns = Pick<
  v.InferOutput<v.ObjectSchemaAsync<Entries, undefined>>,
  'format' | 'ecs' | 'keyFields' | 'rename' | 'fields' | 'eventId' | 'empty'
>;

/** Checked together, where each of them is right in itself: whether the format has the columns that are named. */
const columns = [['format'], ['ecs'], ['keyFields'], ['rename'], ['fields'], ['eventId'], ['empty']] as const;
const fit = (settings: Columns): boolean => columnProblems(settings).length === 0;
const misfit = ({ input }: { readonly input: Columns }): string => columnProblems(input).join('\n');

/** TLS has settings only where it is spoken; a certificate and its key go together. */
const tlsNames = [['to'], ['tlsCa'], ['tlsCert'], ['tlsKey'], ['tlsServername'], ['tlsMinVersion']] as const;
const tlsFit = (settings: TlsInput): boolean => tlsProblems(settings).length === 0;
const tlsMisfit = ({ input }: { readonly input: TlsInput }): string => tlsProblems(input).join('\n');

/** Rejects can only be dead letters where there is a place for these. */
const letterNames = [['rejects'], ['deadLetter']] as const;
const lettersFit = (settings: Pick<v.InferOutput<v.ObjectSchemaAsync<Entries, undefined>>, 'rejects' | 'deadLetter'>) =>
  settings.rejects !== 'dead-letter' || settings.deadLetter !== undefined;
const noPlace = 'rejects: dead-letter needs a place for them, LOGFLUME_DEAD_LETTER or --dead-letter';

/** What `ship` and the handler need. */
export const shipSchema = v.pipeAsync(
  v.objectAsync(entries),
  v.partialCheckAsync(columns, fit, misfit),
  v.partialCheckAsync(tlsNames, tlsFit, tlsMisfit),
  v.partialCheckAsync(letterNames, lettersFit, noPlace),
);

/** What `parse` needs: no address, and no event ids unless they are asked for. */
export const parseSchema = v.pipeAsync(
  v.objectAsync({ ...reading, eventId: v.optional(nameOrOff, 'off') }),
  v.partialCheckAsync(columns, fit, misfit),
  v.partialCheckAsync(letterNames, lettersFit, noPlace),
);

export type FlowConfig = v.InferOutput<typeof shipSchema>;
export type ParseConfig = v.InferOutput<typeof parseSchema>;
