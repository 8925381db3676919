import { messageOf } from '../errors.ts';
import { DeployError } from './deploy-error.ts';

/** A call to Lambda: the name of its action, which is the permission that it needs too, and what it was about. */
export interface Call {
  readonly action: string;
  readonly on: string;
}

/** Which errors of Lambda are known by name here, and what a person is told beside its own words. */
const KNOWN: Readonly<Record<string, (call: Call) => string>> = {
  AccessDeniedException: ({ action, on }) => `denied: these credentials have no permission lambda:${action} on ${on}`,
  ResourceNotFoundException: ({ on }) =>
    `there is no ${on} in this account and region; look at AWS_REGION and AWS_PROFILE (functions are updated here, and never made)`,
  PreconditionFailedException: ({ on }) =>
    `${on} was changed by somebody else meanwhile; see what they did, and deploy again`,
  ResourceConflictException: ({ on }) => `${on} is being changed by somebody else; deploy again when that is done`,
  RequestEntityTooLargeException: () => 'the package is too large for a request',
  CodeStorageExceededException: () =>
    'the code of all functions of this account is as much as Lambda keeps; delete old versions',
  UnrecognizedClientException: () =>
    'these credentials are not known to AWS; look at AWS_PROFILE and AWS_ACCESS_KEY_ID',
  ExpiredTokenException: () => 'these credentials have expired; sign in again',
  CredentialsProviderError: () =>
    'there are no credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
};

/** What an error of the SDK is named: its own name, which is the `Type` that Lambda gave. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** An error of the SDK as one for a person: which call, what it means, what Lambda said. */
export function explained(error: unknown, call: Call): DeployError {
  const words = messageOf(error);
  const known = error instanceof Error ? KNOWN[error.name] : undefined;
  const unplaced = words.includes('Region is missing') ? 'no region is configured; set AWS_REGION' : undefined;
  const meaning = unplaced ?? known?.(call);
  const told = meaning === undefined ? words : `${meaning} (${words})`;
  return new DeployError(`${call.action} of ${call.on}: ${told}`, { cause: error });
}
