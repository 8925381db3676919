import { DeployError } from './deploy-error.ts';
import { checkFit } from './fits.ts';
import type { FunctionConfiguration, LambdaApi } from './lambda-api.ts';
import { explained, isNamed } from './lambda-errors.ts';
import { onSettled } from './on-settled.ts';
import type { PackageFile } from './package-file.ts';
import { nameOf, reason, settled, type Patience } from './settled.ts';

/** The function before and after; the same where it had this code already, and after a dry run. */
export interface Updated {
  readonly before: FunctionConfiguration;
  readonly after: FunctionConfiguration;
  readonly code: 'updated' | 'unchanged';
}

/**
 * Gives the function the code of the package, and waits until it runs it. The function's revision, read before, keeps it from
 * overwriting what somebody else did meanwhile. `dryRun`: Lambda only says whether it would; `code` is what would come of it.
 */
export async function updateCode(
  api: LambdaApi,
  file: PackageFile,
  patience: Patience,
  dryRun: boolean,
): Promise<Updated> {
  const done = await onSettled(api, patience, async (before): Promise<Updated> => {
    checkFit(before, file);
    const code = runs(before, file) ? 'unchanged' : 'updated';
    if (code === 'updated' || dryRun) await change(api, file, patience, before, dryRun);
    return { before, after: before, code };
  });
  if (dryRun || done.code === 'unchanged') return done;
  return { ...done, after: await running(api, file, patience) };
}

/** After an update that failed, nobody can tell from the hash which code it is. */
function runs({ CodeSha256, LastUpdateStatus }: FunctionConfiguration, { sha256 }: PackageFile): boolean {
  return CodeSha256 === sha256 && LastUpdateStatus !== 'Failed';
}

async function change(
  api: LambdaApi,
  file: PackageFile,
  patience: Patience,
  before: FunctionConfiguration,
  dryRun: boolean,
): Promise<void> {
  try {
    await api.change(file.zip, before.RevisionId, dryRun);
  } catch (error) {
    if (!isNamed(error, 'PreconditionFailedException')) throw error;
    // The SDK tries again when an answer is lost: then the change that came between is our own.
    const { CodeSha256 } = await settled(api, patience);
    if (CodeSha256 !== file.sha256) throw explained(error, { action: 'UpdateFunctionCode', on: nameOf(before) });
  }
}

async function running(api: LambdaApi, file: PackageFile, patience: Patience): Promise<FunctionConfiguration> {
  const after = await settled(api, patience);
  const { LastUpdateStatus, LastUpdateStatusReason, CodeSha256 } = after;
  if (LastUpdateStatus === 'Failed') {
    const what = `the update failed${reason(LastUpdateStatusReason)}`;
    throw new DeployError(`${nameOf(after)}: ${what}; the function goes on with the code that it had`);
  }
  if (CodeSha256 !== file.sha256) {
    const what = `another deployment came after this one, and its code is in place (CodeSha256 ${CodeSha256})`;
    throw new DeployError(`${nameOf(after)}: ${what}; see what it is, and deploy again`);
  }
  return after;
}
