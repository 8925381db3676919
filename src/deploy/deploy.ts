import type { AliasConfiguration, FunctionConfiguration, LambdaApi } from './lambda-api.ts';
import type { PackageFile } from './package-file.ts';
import type { Patience } from './settled.ts';
import { updateCode } from './update.ts';
import { publish } from './version.ts';

export interface DeployOptions {
  /** Whether the code becomes a version. */
  readonly publish: boolean;
  /** The alias that is to name that version; it is made where there is none. */
  readonly alias: string | undefined;
  /** Nothing is changed, only told. */
  readonly dryRun: boolean;
}

interface Change<T> {
  readonly before: T | undefined;
  /** Undefined where a dry run cannot know it. */
  readonly after: T | undefined;
}

/** What became of the function, or what would. */
export interface Deployment {
  readonly function: string;
  readonly dryRun: boolean;
  readonly package: { readonly name: string; readonly version: string };
  readonly code: 'updated' | 'unchanged';
  /** The hash that Lambda shows. */
  readonly codeSha256: Change<string>;
  readonly bytes: Change<number>;
  readonly runtime: string | undefined;
  readonly architecture: string | undefined;
  readonly handler: string | undefined;
  /** The number of the version; `$LATEST` where none is published; undefined in a dry run that would publish one. */
  readonly version: string | undefined;
  readonly alias: ({ readonly name: string } & Change<string>) | undefined;
}

/**
 * Brings the code of a package into a function, publishes it and moves an alias, each only when the step before is done and the
 * function is ready for it. What the steps have done, `patience.say` is told. Rejects with DeployError.
 */
export async function deploy(
  api: LambdaApi,
  file: PackageFile,
  options: DeployOptions,
  patience: Patience,
): Promise<Deployment> {
  const { alias: aliasName, dryRun } = options;
  // Asked first: without this permission nothing is to be half done.
  const alias = aliasName === undefined ? undefined : await api.alias(aliasName);
  const { before, after, code } = await updateCode(api, file, patience, dryRun);
  const name = before.FunctionName ?? 'the function';
  const say = (text: string): void => (dryRun ? undefined : patience.say(`${name}: ${text}`));
  say(
    code === 'updated'
      ? `has the code of ${file.name} ${file.version}`
      : `had the code of ${file.name} ${file.version} already`,
  );
  const version = options.publish ? (dryRun ? undefined : await publish(api, file, patience)) : '$LATEST';
  if (options.publish) say(`version ${version} is ${file.name} ${file.version}`);
  if (aliasName !== undefined && version !== undefined) {
    await moveAlias(api, aliasName, version, alias);
    say(`alias ${aliasName} names version ${version}`);
  }
  return {
    function: name,
    dryRun,
    package: { name: file.name, version: file.version },
    code,
    codeSha256: { before: before.CodeSha256, after: file.sha256 },
    bytes: { before: before.CodeSize, after: file.zip.length },
    ...settingsOf(after),
    version,
    alias: aliasName === undefined ? undefined : { name: aliasName, before: alias?.FunctionVersion, after: version },
  };
}

async function moveAlias(
  api: LambdaApi,
  name: string,
  version: string,
  before: AliasConfiguration | undefined,
): Promise<void> {
  if (before === undefined) await api.createAlias(name, version);
  else await api.moveAlias(name, version, before.RevisionId);
}

function settingsOf({ Runtime, Architectures, Handler }: FunctionConfiguration) {
  return { runtime: Runtime, architecture: Architectures?.join(', '), handler: Handler };
}
