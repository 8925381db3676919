/** What is measured: every row of the benchmark, as data. */
import type { Input } from './inputs.ts';
import type { PeerName } from './peers/index.ts';

/** How many lines: by name, because a quick run has fewer. */
export type Size = 'many' | 'some' | 'oneFile' | 'long';

export interface Row {
  /** `<group>/<what>`. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly input: Omit<Input, 'lines'> & { readonly lines: Size };
  /** A sender of this project, with what it is given after file and port; or a program of others. */
  readonly sender: NodeSender | { readonly peer: PeerName };
  /** Default: as fast as it can. */
  readonly collectorMBPerSecond?: number;
  /** True where the sender leaves lines out, or adds to what JSON says of them. */
  readonly drops?: boolean;
  /** How often, where it differs from all others. */
  readonly rounds?: number;
}

export interface NodeSender {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Is given the bytes of its input, and of what this row sends: known from its untimed run. */
  readonly writesAsMuchAs?: string;
  /** The input comes from an S3 of one object in another process. */
  readonly s3?: boolean;
  /** The folder of other compiled senders. Default: this one. */
  readonly folder?: URL;
}

/** Rows that are run by turns: first one of each, then the next of each. */
export interface Group {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Default: all rounds. */
  readonly rounds?: 'all' | 'memory' | 'slow';
}

const REFERENCE = { LOGFLUME_KERNEL: 'reference' };
const SLOW_MB_PER_SECOND = 20;

const classic = { format: 'elb', lines: 'many' } as const;
const alb = { format: 'alb', lines: 'many' } as const;
const node = (script: string, ...args: readonly string[]): NodeSender => ({ script, args });
const flow = (step?: string): NodeSender => ({ script: 'flow', args: step === undefined ? [] : [step] });
const reference: NodeSender = { script: 'flow', env: REFERENCE };
const copyOf = (row: string): NodeSender => ({ script: 'copy', writesAsMuchAs: row });
const s3: NodeSender = { script: 'flow', s3: true };

/** The default flow of a group and its reference kernels, and the copy that it is held against. */
function basics(group: string, copy: string, input: Row['input']): Row[] {
  return [
    { id: `${group}/flow`, name: 'default flow', input, sender: flow() },
    { id: `${group}/reference`, name: 'default flow, reference kernels', input, sender: reference },
    { id: `${group}/copy`, name: copy, input, sender: copyOf(`${group}/flow`) },
  ];
}

const COPY = 'raw copy, as many bytes written';
const GUNZIP = 'gunzip to socket, as many bytes written';

export const groups: readonly Group[] = [
  {
    id: 'classic',
    title: 'Classic lines, plain file',
    rows: [
      ...basics('classic', COPY, classic),
      { id: 'classic/no-ids', name: 'flow without event ids', input: classic, sender: flow('no-ids') },
      { id: 'classic/filter', name: 'flow + filter', input: classic, sender: flow('filter'), drops: true },
      { id: 'classic/derive', name: 'flow + derive', input: classic, sender: flow('derive') },
      {
        id: 'classic/filter-derive',
        name: 'flow + filter and derive',
        input: classic,
        sender: flow('filter-derive'),
        drops: true,
      },
      { id: 'classic/map', name: 'flow + map', input: classic, sender: flow('map') },
      { id: 'classic/objects', name: 'plain objects', input: classic, sender: node('plain-objects', 'elb') },
      {
        id: 'classic/one-a-chunk',
        name: 'streams of one record a chunk',
        input: { ...classic, lines: 'some' },
        sender: node('one-a-chunk'),
      },
      {
        id: 'classic/one-a-promise',
        name: 'a promise, a loan and a write a line',
        input: { ...classic, lines: 'some' },
        sender: node('one-a-promise'),
      },
      { id: 'classic/rsyslog', name: 'rsyslog', input: classic, sender: { peer: 'rsyslog' } },
      {
        id: 'classic/syslog-ng',
        name: 'syslog-ng',
        input: { ...classic, lines: 'some' },
        sender: { peer: 'syslog-ng' },
      },
    ],
  },
  {
    id: 'classic-gzip',
    title: 'Classic lines, gzip',
    rows: basics('classic-gzip', GUNZIP, { ...classic, gzip: true }),
  },
  {
    id: 'alb',
    title: 'Application load balancer lines, plain file',
    rows: [
      ...basics('alb', COPY, alb),
      {
        id: 'alb/filter-derive',
        name: 'flow + filter and derive',
        input: alb,
        sender: flow('filter-derive'),
        drops: true,
      },
      { id: 'alb/map', name: 'flow + map', input: alb, sender: flow('map') },
      { id: 'alb/objects', name: 'plain objects', input: alb, sender: node('plain-objects', 'alb') },
    ],
  },
  {
    id: 'alb-gzip',
    title: 'Application load balancer lines, gzip',
    rows: basics('alb-gzip', GUNZIP, { ...alb, gzip: true }),
  },
  {
    id: 'one-file',
    title: 'One file of the usual size: 76,464 classic lines',
    rows: [
      { id: 'one-file/plain', name: 'plain file', input: { ...classic, lines: 'oneFile' }, sender: flow() },
      { id: 'one-file/gzip', name: 'gzip', input: { ...classic, lines: 'oneFile', gzip: true }, sender: flow() },
    ],
  },
  {
    id: 'memory',
    title: 'Memory',
    rounds: 'memory',
    rows: [
      { id: 'memory/many', name: 'collector reads at once', input: classic, sender: flow() },
      { id: 'memory/long', name: 'collector reads at once', input: { ...classic, lines: 'long' }, sender: flow() },
      { id: 'memory/s3', name: 'S3 client loaded', input: classic, sender: s3 },
      { id: 'memory/s3-long', name: 'S3 client loaded', input: { ...classic, lines: 'long' }, sender: s3 },
    ],
  },
  {
    id: 'slow',
    title: `Memory, with a collector that reads ${SLOW_MB_PER_SECOND} MB/s`,
    rounds: 'slow',
    rows: (['many', 'long'] as const).map((lines) => ({
      id: `slow/${lines}`,
      name: `collector reads ${SLOW_MB_PER_SECOND} MB/s`,
      input: { ...classic, lines },
      sender: flow(),
      collectorMBPerSecond: SLOW_MB_PER_SECOND,
    })),
  },
];
