import { AbortError, DeadLetterError, messageOf, SourceError, type ErrorCode, type FlumeError } from '../errors.ts';

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

/** What was tried. */
export interface Tried {
  /** The first byte that was asked for. */
  readonly position: number;
  /** How often in a row, with this one. */
  readonly attempts: number;
}

/**
 * Says in one sentence why an object could not be opened and what to do; keeps what the SDK threw as the cause. `retryable`
 * says whether it may pass.
 */
export function describeS3Error(error: unknown, wanted: Wanted, tried: Tried): FlumeError {
  const stage = 's3Object';
  if (wanted.signal.aborted) {
    return new AbortError(`Reading ${wanted.uri} was aborted`, { stage, cause: wanted.signal.reason });
  }
  const { code, message, retryable } = findingOf(error, wanted, 's3:GetObject');
  const { position, attempts } = tried;
  const from = position === 0 ? '' : ` from byte ${position.toLocaleString('en-US')} on`;
  const text = `Cannot read ${wanted.uri}${from}: ${message}${often(attempts)}`;
  return new SourceError(text, { code, stage, retryable, cause: error });
}

/** The same for dead letters that could not be put there. */
export function describeS3Write(error: unknown, wanted: Wanted, attempts: number): DeadLetterError {
  const aborted = { message: 'the run was aborted', retryable: true };
  const { message, retryable } = wanted.signal.aborted ? aborted : findingOf(error, wanted, 's3:PutObject');
  const text = `Cannot write ${wanted.uri}: ${message}${often(attempts)}`;
  return new DeadLetterError(text, { retryable, cause: error });
}

function often(attempts: number): string {
  return attempts > 1 ? ` (${attempts} attempts)` : '';
}

/** The object is no longer the one of which a part was read. */
export function objectChanged({ uri }: Wanted, cause?: unknown): SourceError {
  return new SourceError(`Cannot read ${uri}: ${CHANGED}`, { code: 'ERR_OBJECT_CHANGED', stage: 's3Object', cause });
}

const CHANGED = 'it was replaced after a part of it had been read. Read it anew, from its beginning.';

/** What S3 says where the bucket is there, and the object or its version is not. */
const GONE = ['NoSuchKey', 'NoSuchVersion'];

/** Whether S3 itself said that an object is not there. A 404 of anybody else may come from a wrong endpoint. */
export function isGone({ code, cause }: FlumeError): boolean {
  return code === 'ERR_SOURCE_NOT_FOUND' && cause instanceof Error && GONE.includes(cause.name);
}

/** What S3 says of credentials that it knows and refuses, or does not know; most of it with 403, some with 400. */
const BAD_CREDENTIALS = [
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
];

/** What passes, though its status does not say so. */
const PASSING = ['RequestTimeTooSkewed', 'RequestTimeout'];

const GIVE_CREDENTIALS =
  'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where there is a role.';
const NO_LIST = {
  's3:GetObject': '; without s3:ListBucket, S3 says the same of a missing object.',
  's3:PutObject': '.',
} as const;

function findingOf(error: unknown, { bucket, key }: Wanted, action: 's3:GetObject' | 's3:PutObject'): Finding {
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
  if (status === 412) return { code: 'ERR_OBJECT_CHANGED', message: CHANGED, retryable: false };
  if (name === 'InvalidObjectState') return fail('it is archived. Restore it, then read it again.');
  // The SDK sets its clock by such an answer.
  if (PASSING.includes(name)) return fail(`S3 answered ${said}.`, true);
  if (status === 403)
    return deny(`permission denied (${said}). Allow ${action} on arn:aws:s3:::${bucket}/${key}${NO_LIST[action]}`);
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
