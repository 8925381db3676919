/** An S3 inside this process, for the demo and the tests: fauxqs on a free port of 127.0.0.1, all of it in memory. */
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import { buildApp } from 'fauxqs';
import { s3Client } from '../src/sources/s3-client.ts';

/** fauxqs takes requests of up to 11 MiB. */
const PART_BYTES = 8 * 1024 * 1024;

/** fauxqs checks no signature; the SDK wants something to sign with. */
export const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' } as const;

export interface EmbeddedS3 {
  /** `http://127.0.0.1:<port>` */
  readonly endpointUrl: string;
  /** Knows endpoint and credentials; destroyed by `close`. */
  readonly client: S3Client;
  /** Stores an object, in a bucket that is made if need be; bodies over 8 MiB go up in parts. */
  putObject(bucket: string, key: string, body: Buffer | string): Promise<void>;
  close(): Promise<void>;
}

export async function startS3(): Promise<EmbeddedS3> {
  const app = buildApp({ logger: false });
  const endpointUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = await s3Client({ endpointUrl, credentials });
  const buckets = new Set<string>();
  return {
    endpointUrl,
    client,
    async putObject(bucket, key, body) {
      if (!buckets.has(bucket)) await client.send(new CreateBucketCommand({ Bucket: bucket }));
      buckets.add(bucket);
      const bytes = Buffer.from(body);
      if (bytes.length > PART_BYTES) await putInParts(client, bucket, key, bytes);
      else await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    },
    async close() {
      client.destroy();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

async function putInParts(client: S3Client, Bucket: string, Key: string, bytes: Buffer): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const Parts: CompletedPart[] = [];
  for (let start = 0; start < bytes.length; start += PART_BYTES) {
    const PartNumber = Parts.length + 1;
    const Body = bytes.subarray(start, start + PART_BYTES);
    const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ...(ETag === undefined ? {} : { ETag }) });
  }
  await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
}
