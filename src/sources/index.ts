export { file } from './file.ts';
export { s3Client, type S3ClientOptions } from './s3-client.ts';
export { s3Object, type S3ObjectOptions } from './s3.ts';
export { stdin } from './stdin.ts';
