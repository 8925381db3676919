/** The part of the AWS SDK that is used here: of a module that is loaded whole with `import()`, a bundler leaves nothing out. */
export { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
