import { AbortError, messageOf, SourceError, type ErrorCode, type FlumeError } from '../errors.ts';

export interface Wanted {
  readonly bucket: string;
  readonly key: string;
  readonly uri: string;
  readonly signal: AbortSignal;
}

interface Finding {
  readonly code: ErrorCode;
  /** What is wrong, and what to do about it. */
  readonly message: string;
  readonly retryable: boolean;
}

/** Says in one sentence why an object could not be opened, and what to do; keeps what the SDK threw as the cause. */
export function describeS3Error(error: unknown, wanted: Wanted): FlumeError {
  const stage = 's3Object';
  if (wanted.signal.aborted) {
    return new AbortError(`Reading ${wanted.uri} was aborted`, { stage, cause: wanted.signal.reason });
  }
  const { code, message, retryable } = findingOf(error, wanted);
  return new SourceError(`Cannot read ${wanted.uri}: ${message}`, { code, stage, retryable, cause: error });
}

/** What S3 says of credentials that it knows and refuses, or does not know; most of it with 403, some with 400. */
const BAD_CREDENTIALS = [
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
];

const GIVE_CREDENTIALS =
  'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where there is a role.';
const NO_LIST = 'without s3:ListBucket, S3 says the same of a missing object.';

function findingOf(error: unknown, { bucket, key }: Wanted): Finding {
  const name = error instanceof Error ? error.name : '';
  const status = statusOf(error);
  // An answer without a body, as proxies give it, comes as `Unknown: UnknownError`.
  const said = status !== undefined && name === 'Unknown' ? `HTTP ${status}` : `${name}: ${messageOf(error)}`;

  if (name === 'CredentialsProviderError') return deny(`no credentials (${said}). ${GIVE_CREDENTIALS}`);
  if (BAD_CREDENTIALS.includes(name))
    return deny(`S3 refuses the credentials (${said}). Renew them, and check the clock.`);
  if (messageOf(error) === 'Region is missing')
    return fail('no region is set. Set AWS_REGION to the region of the bucket.');
  // A TypeError is a wrong address, or a mistake; anything else without an answer may pass.
  if (status === undefined)
    return fail(`${messageOf(error)}. Check the network and the endpoint.`, !(error instanceof TypeError));
  if (name === 'NoSuchBucket') return miss(`there is no bucket ${bucket}. Check its name and the endpoint.`);
  if (status === 404) return miss(`there is no such object. Check the key; S3 tells upper case from lower.`);
  if (name === 'InvalidObjectState') return fail('it is archived. Restore it, then read it again.');
  if (status === 403)
    return deny(`permission denied (${said}). Allow s3:GetObject on arn:aws:s3:::${bucket}/${key}; ${NO_LIST}`);
  if (status === 301 || name === 'AuthorizationHeaderMalformed')
    return fail(`wrong region (${said}). Set AWS_REGION to the region of the bucket.`);
  return fail(`S3 answered ${said}.`, status === 429 || status >= 500);
}

function fail(message: string, retryable = false): Finding {
  return { code: 'ERR_SOURCE', message, retryable };
}

function deny(message: string): Finding {
  return { code: 'ERR_SOURCE_DENIED', message, retryable: false };
}

function miss(message: string): Finding {
  return { code: 'ERR_SOURCE_NOT_FOUND', message, retryable: false };
}

/** The HTTP status, where the server answered at all. */
function statusOf(error: unknown): number | undefined {
  if (!isObject(error) || !('$metadata' in error) || !isObject(error.$metadata)) return undefined;
  const metadata = error.$metadata;
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
