import { shown } from '../config-text.ts';
import { DeployError } from '../deploy/deploy-error.ts';
import { deploy as bring, type DeployOptions } from '../deploy/deploy.ts';
import { functionName } from '../deploy/function-name.ts';
import { lambdaApi } from '../deploy/lambda-api.ts';
import { packageFile } from '../deploy/package-file.ts';
import { ConfigError } from '../errors.ts';
import type { DeployFlags } from './deploy-command.ts';
import { endpointProblems } from './endpoint.ts';
import { EXIT } from './run-each.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 300_000;
const MAX_TIMEOUT_MS = 3_600_000;

interface DeployPlan extends DeployOptions {
  readonly name: string;
  readonly zip: string;
  readonly timeoutMs: number;
  readonly endpointUrl: string | undefined;
}

/**
 * `logflume deploy`: a package into a function, one line of JSON on stdout. Rejects with ConfigError that lists what is wrong
 * with the flags; `version` is of this program, and the default package is of the same.
 */
export async function deploy(
  flags: DeployFlags,
  version: string,
  { out, err }: Pick<World, 'out' | 'err'>,
): Promise<number> {
  const { name, zip, timeoutMs, endpointUrl, ...options } = planOf(flags, version);
  const say = (text: string): void => err(`logflume: ${text}\n`);
  const patience = { untilMs: performance.now() + timeoutMs, say };
  try {
    const file = await packageFile(zip);
    const api = await lambdaApi(name, { endpointUrl, requestTimeoutMs: timeoutMs });
    try {
      out(`${JSON.stringify(await bring(api, file, options, patience))}\n`);
    } finally {
      api.close();
    }
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof DeployError)) throw error;
    say(error.message);
    return EXIT.failed;
  }
}

function planOf(flags: DeployFlags, version: string): DeployPlan {
  const { name, problems } = functionName(flags);
  const { alias, endpointUrl, timeoutMs = `${TIMEOUT_MS}` } = flags;
  const all = [...problems, ...aliasProblems(alias), ...timeoutProblems(timeoutMs), ...endpointProblems(endpointUrl)];
  if (all.length > 0) throw new ConfigError(all);
  return {
    name,
    zip: flags.zip ?? `dist/logflume-lambda-${version}.zip`,
    timeoutMs: Number(timeoutMs),
    endpointUrl,
    alias,
    publish: flags.publish === true || alias !== undefined,
    dryRun: flags.dryRun === true,
  };
}

/** A name of digits alone would pass for a version. */
function aliasProblems(alias: string | undefined): readonly string[] {
  if (alias === undefined || (/^[A-Za-z0-9_-]{1,128}$/.test(alias) && !/^\d+$/.test(alias))) return [];
  return [`--alias: must be letters, digits, - and _, and not digits alone, not ${shown(alias)}`];
}

function timeoutProblems(text: string): readonly string[] {
  if (/^[1-9]\d*$/.test(text) && Number(text) <= MAX_TIMEOUT_MS) return [];
  return [`--timeout-ms: must be a whole number from 1 to ${MAX_TIMEOUT_MS}, not ${shown(text)}`];
}
