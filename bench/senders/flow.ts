/**
 * The default flow, from a file or an S3 object to a collector, or with one step more:
 * `node flow.js <file | s3://bucket/key> <port> [step]`.
 */
import {
  auto,
  derive,
  eventId,
  file,
  filter,
  flow,
  gunzip,
  map,
  read,
  s3Client,
  s3Object,
  tcp,
  timestamp,
  type Flow,
  type Records,
  type Source,
} from '../../src/index.ts';
import type { AnyRecord } from '../../transforms/read.ts';
import { measure, senderArguments } from '../measure.ts';

const LARGE_BYTES = 50_000;

const answered = filter((row: AnyRecord) => Number(row.elb_status_code) < 500);
const isLarge = (row: AnyRecord): boolean => Number(row.sent_bytes) > LARGE_BYTES;
const marked = (rows: Flow<Records<AnyRecord>>): Flow<Records> => rows.through(derive({ large: isLarge }));
const withIds = (records: Flow<Records>): Flow<Records> => records.through(timestamp()).through(eventId());
const records = flow(gunzip(), read(auto));

/** The flows that can be asked for by name. */
const flows: Readonly<Record<string, () => Flow<Records>>> = {
  default: () => withIds(records),
  'no-ids': () => records.through(timestamp()),
  filter: () => withIds(records.through(answered)),
  derive: () => withIds(records.apply(marked)),
  'filter-derive': () => withIds(records.through(answered).apply(marked)),
  map: () => withIds(records.through(map((record) => ({ ...record, large: isLarge(record) })))),
};

const { path, port, more } = senderArguments();
const [step = 'default'] = more;
const built = flows[step];
if (built === undefined) throw new Error(`no flow \`${step}\`; known are ${Object.keys(flows).join(', ')}`);
const ship = built().to(tcp({ host: '127.0.0.1', port }));

const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(path) ?? [];
if (bucket === undefined || key === undefined) await measure(() => sent(file(path)));
else {
  const client = await s3Client();
  await measure(() => sent(s3Object({ bucket, key, client })));
  client.destroy();
}

async function sent(source: Source): Promise<number> {
  return (await ship.run(source)).lines.sent;
}
