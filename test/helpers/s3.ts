export { credentials, startS3, type EmbeddedS3 } from '../../examples/embedded-s3.ts';
