import { DeployError } from './deploy-error.ts';
import type { FunctionConfiguration } from './lambda-api.ts';
import type { PackageFile } from './package-file.ts';

/**
 * Throws DeployError where the function could not run the package: it is made from an image, or its handler is of a file that
 * the package does not have. Lambda itself would take the code, and fail at the first invocation.
 */
export function checkFit(
  { FunctionName, PackageType, Runtime, Handler }: FunctionConfiguration,
  file: PackageFile,
): void {
  if (PackageType === 'Image') {
    throw new DeployError(`${FunctionName}: it is made from a container image, and takes no zip`);
  }
  if (Runtime !== undefined && !Runtime.startsWith('nodejs')) {
    throw new DeployError(
      `${FunctionName}: its runtime is ${Runtime}; the package needs one of Node.js, such as nodejs24.x`,
    );
  }
  const module = Handler?.replace(/\.[^./]+$/, '');
  // A handler under /opt comes from a layer.
  if (module === undefined || module.startsWith('/opt/')) return;
  if (['js', 'cjs', 'mjs'].some((end) => file.files.includes(`${module}.${end}`))) return;
  const there = file.files
    .filter((name) => /^[^/]+\.[cm]?js$/.test(name))
    .map((name) => name.replace(/\.[cm]?js$/, ''));
  const advice = there.length === 0 ? 'there is no JavaScript at its root' : `it has ${there.join(', ')}`;
  throw new DeployError(`${FunctionName}: its handler is ${Handler}, and ${file.path} has no file for it: ${advice}`);
}
