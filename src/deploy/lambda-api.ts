import type { AliasConfiguration, FunctionConfiguration, Lambda } from '@aws-sdk/client-lambda';
import { explained, isNamed } from './lambda-errors.ts';

export type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';

export interface LambdaApiOptions {
  /** A Lambda other than AWS's. Default: AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL, else AWS. */
  readonly endpointUrl?: string | undefined;
  /** How long one request may take, the upload included. */
  readonly requestTimeoutMs: number;
}

export interface Publication {
  readonly sha256: string;
  readonly revisionId: string | undefined;
  readonly description: string;
}

/**
 * What a deployment asks of Lambda about one function. Rejects with DeployError that names the call; `change` and `publish`
 * let ResourceConflictException through, and `change` PreconditionFailedException, to which their callers have an answer.
 */
export interface LambdaApi {
  /** Of the unpublished code, or of a version. */
  configuration(version?: string): Promise<FunctionConfiguration>;
  change(zip: Buffer, revisionId: string | undefined, dryRun: boolean): Promise<FunctionConfiguration>;
  publish(publication: Publication): Promise<FunctionConfiguration>;
  /** Undefined: there is none of that name. */
  alias(name: string): Promise<AliasConfiguration | undefined>;
  createAlias(name: string, version: string): Promise<AliasConfiguration>;
  /** All of its traffic, also where it was divided before. */
  moveAlias(name: string, version: string, revisionId: string | undefined): Promise<AliasConfiguration>;
  close(): void;
}

/** Loads the SDK's client when it is called; the caller closes it. Where, and with which credentials, the variables of AWS say. */
export async function lambdaApi(name: string, options: LambdaApiOptions): Promise<LambdaApi> {
  const { Lambda } = await import('@aws-sdk/client-lambda');
  const lambda = new Lambda(configOf(options, process.env));
  const FunctionName = name;
  const call = async <T>(action: string, on: string, work: () => Promise<T>, through: readonly string[] = []) => {
    try {
      return await work();
    } catch (error) {
      if (through.some((known) => isNamed(error, known))) throw error;
      throw explained(error, { action, on });
    }
  };
  const itself = `function ${name}`;
  const of = (alias: string): string => `alias ${alias} of function ${name}`;
  return {
    configuration: (version) =>
      call('GetFunctionConfiguration', version === undefined ? itself : `version ${version} of ${itself}`, () =>
        lambda.getFunctionConfiguration({ FunctionName, Qualifier: version }),
      ),
    change: (ZipFile, RevisionId, DryRun) =>
      call(
        'UpdateFunctionCode',
        itself,
        () => lambda.updateFunctionCode({ FunctionName, ZipFile, RevisionId, DryRun }),
        [...CONFLICT, 'PreconditionFailedException'],
      ),
    publish: ({ sha256: CodeSha256, revisionId: RevisionId, description: Description }) =>
      call(
        'PublishVersion',
        itself,
        () => lambda.publishVersion({ FunctionName, CodeSha256, RevisionId, Description }),
        CONFLICT,
      ),
    alias: (Name) => call('GetAlias', of(Name), () => aliasOf(lambda, FunctionName, Name)),
    createAlias: (Name, FunctionVersion) =>
      call('CreateAlias', of(Name), () => lambda.createAlias({ FunctionName, Name, FunctionVersion })),
    moveAlias: (Name, FunctionVersion, RevisionId) =>
      call('UpdateAlias', of(Name), () =>
        lambda.updateAlias({
          FunctionName,
          Name,
          FunctionVersion,
          RevisionId,
          RoutingConfig: { AdditionalVersionWeights: {} },
        }),
      ),
    close: () => lambda.destroy(),
  };
}

const CONFLICT = ['ResourceConflictException'];

async function aliasOf(lambda: Lambda, FunctionName: string, Name: string): Promise<AliasConfiguration | undefined> {
  try {
    return await lambda.getAlias({ FunctionName, Name });
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

function configOf({ endpointUrl, requestTimeoutMs }: LambdaApiOptions, env: NodeJS.ProcessEnv) {
  return {
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    // Elsewhere than at AWS, any region will do.
    ...(endpointUrl === undefined || (env.AWS_REGION ?? '') !== '' ? {} : { region: 'us-east-1' }),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
  };
}
