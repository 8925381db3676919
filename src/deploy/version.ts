import type { LambdaApi } from './lambda-api.ts';
import { DeployError } from './deploy-error.ts';
import { onSettled } from './on-settled.ts';
import type { PackageFile } from './package-file.ts';
import { settled, type Patience } from './settled.ts';

/**
 * Publishes the code of the package, which the function runs by now, as a version, and waits until that is active. Gives its
 * number: an earlier one, where neither code nor configuration changed since. Rejects with DeployError, also when the code is
 * another one meanwhile.
 */
export async function publish(api: LambdaApi, file: PackageFile, patience: Patience): Promise<string> {
  const { Version, FunctionName } = await onSettled(api, patience, ({ RevisionId }) =>
    api.publish({ sha256: file.sha256, revisionId: RevisionId, description: file.version }),
  );
  if (Version === undefined) throw new DeployError(`${FunctionName}: Lambda published a version without a number`);
  await settled(api, patience, Version);
  return Version;
}
