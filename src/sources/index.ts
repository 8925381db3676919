export { file, type FileOptions } from './file.ts';
export { fromCheckpoint } from './from-checkpoint.ts';
export { s3Client, type S3ClientOptions } from './s3-client.ts';
export { s3Object, type S3ObjectOptions, type S3ReadOptions } from './s3.ts';
export { stdin } from './stdin.ts';
