import * as v from 'valibot';

/* Checkpoints as they come back from queues and files. */

const name = v.pipe(v.string(), v.nonEmpty());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const position = {
  etag: name,
  offset: count,
  unit: v.picklist(['bytes', 'items']),
  encoding: v.picklist(['identity', 'gzip']),
  format: v.exactOptional(name),
  header: v.exactOptional(name),
  attempt: count,
};

export const objectCheckpointSchema = v.strictObject({ bucket: name, key: name, ...position });

export const checkpointSchema = v.union([objectCheckpointSchema, v.strictObject({ path: name, ...position })]);
