import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';

export interface S3ClientOptions {
  /** An S3 other than AWS's, `http://127.0.0.1:4566`. Default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, else AWS. */
  readonly endpointUrl?: string | undefined;
  /** Default: AWS_REGION, the profile's region; `us-east-1` where the endpoint is not AWS's. */
  readonly region?: string | undefined;
  /** Default: the SDK's own search through the environment, profiles and roles. */
  readonly credentials?: NonNullable<S3ClientConfig['credentials']> | undefined;
}

/**
 * A client with bounds, for `s3Object`: 5 s to connect and 30 s to answer, and one attempt: `s3Object` itself tries again.
 * Loads the SDK, some 21 MB of memory, when it is called. The caller destroys it.
 */
export async function s3Client(options: S3ClientOptions = {}): Promise<S3Client> {
  const { S3Client } = await import('./s3-sdk.ts');
  return new S3Client(configOf(options, process.env));
}

function configOf({ endpointUrl, region, credentials }: S3ClientOptions, env: NodeJS.ProcessEnv): S3ClientConfig {
  const elsewhere = endpointUrl !== undefined || hasEndpoint(env);
  const where = region ?? (elsewhere ? (filled(env.AWS_REGION) ?? 'us-east-1') : undefined);
  return {
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    ...(where === undefined ? {} : { region: where }),
    ...(credentials === undefined ? {} : { credentials }),
    // The SDK's own would multiply those of `s3Object`, and it gives up for good after a number of them.
    maxAttempts: 1,
    // Other servers rarely have a host name for every bucket.
    forcePathStyle: elsewhere,
    // The default wraps bodies in a ChecksumStream, which swallows a broken connection: aws-sdk-js-v3#8098.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
      // It would kill a healthy body that back-pressure holds up; src/sources/s3-body.ts bounds the server's silence alone.
      socketTimeout: 0,
    },
  };
}

function hasEndpoint(env: NodeJS.ProcessEnv): boolean {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return false;
  return filled(env.AWS_ENDPOINT_URL_S3) !== undefined || filled(env.AWS_ENDPOINT_URL) !== undefined;
}

/** A variable set to nothing counts as not set, to the SDK too. */
function filled(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
