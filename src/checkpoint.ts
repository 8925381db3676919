/**
 * Where a run can be taken up that ended before its source did. All below it was delivered; what is delivered from it on has
 * the same event ids as before.
 */
export type Checkpoint = ObjectCheckpoint | FileCheckpoint;

/** Of an object in S3. */
export interface ObjectCheckpoint extends Position {
  readonly bucket: string;
  readonly key: string;
}

/** Of a file. */
export interface FileCheckpoint extends Position {
  /** Absolute. */
  readonly path: string;
}

export interface Position {
  /** Tells whether it is the same content: as S3 returned it, quotes included; of a file, size and time of modification. */
  readonly etag: string;
  /** The lowest that was not delivered: the first byte of a line, in the decompressed bytes, or the number of an item. */
  readonly offset: number;
  /** What `offset` counts: bytes, or the items of a document. */
  readonly unit: 'bytes' | 'items';
  /** Whether the content is compressed: then it has to be read again from its beginning. */
  readonly encoding: 'identity' | 'gzip';
  /** As `read` found it, by its name. Absent where nothing was told of a format. */
  readonly format?: string;
  /** The line that names the columns, where the content has one. */
  readonly header?: string;
  /** How many runs there were before the one that takes this up: 1 after the first. */
  readonly attempt: number;
}

/** As a person would write what it is of: `s3://bucket/key`, or a path. */
export function uriOf(checkpoint: Checkpoint): string {
  return 'path' in checkpoint ? checkpoint.path : `s3://${checkpoint.bucket}/${checkpoint.key}`;
}

/** The first byte of the content that a source has to give to go on from here. */
export function firstByteOf(checkpoint: Checkpoint | undefined): number {
  return checkpoint?.encoding === 'identity' && checkpoint.unit === 'bytes' ? checkpoint.offset : 0;
}
