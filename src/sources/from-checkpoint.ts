import type { Checkpoint } from '../checkpoint.ts';
import type { Source } from '../stage.ts';
import { file } from './file.ts';
import { s3Object, type S3ReadOptions } from './s3.ts';

/** The rest of what a run did not come to deliver: the object or the file, from the checkpoint on. Options are for S3. */
export function fromCheckpoint(checkpoint: Checkpoint, options: S3ReadOptions = {}): Source {
  if ('path' in checkpoint) return file(checkpoint.path, { resume: checkpoint });
  return s3Object({ ...options, bucket: checkpoint.bucket, key: checkpoint.key, resume: checkpoint });
}
