import { setTimeout as delay } from 'node:timers/promises';
import { DeployError } from './deploy-error.ts';
import type { FunctionConfiguration, LambdaApi } from './lambda-api.ts';

/** How long to wait for Lambda, all in all, and whom to tell that it takes time. */
export interface Patience {
  /** A reading of `performance.now()`. */
  readonly untilMs: number;
  readonly say: (text: string) => void;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;

/**
 * Waits until the function, or a version of it, is active and no update of it is under way: asks at once, then after 0.1 s, and
 * twice as long each time up to 5 s. Gives its configuration then; the `RevisionId` of an unsettled one would be outdated
 * soon. Rejects with DeployError when the function is in a state that waiting does not change, or the time is up.
 */
export async function settled(api: LambdaApi, patience: Patience, version?: string): Promise<FunctionConfiguration> {
  let told = false;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(2 * delayMs, MAX_DELAY_MS)) {
    const configuration = await api.configuration(version);
    const waitsFor = underWay(configuration);
    if (waitsFor === undefined) return usable(configuration);
    if (!told) patience.say(`${nameOf(configuration)}: waiting, because ${waitsFor}`);
    told = true;
    await pause(delayMs, patience, `${nameOf(configuration)}: ${waitsFor}`);
  }
}

/** Waits; rejects with DeployError, which says for what, when the time is up. */
export async function pause(delayMs: number, { untilMs }: Patience, waitsFor: string): Promise<void> {
  const leftMs = untilMs - performance.now();
  if (leftMs <= 0) {
    throw new DeployError(`${waitsFor}, and the time is up; see the function, or give more with --timeout-ms`, {
      retryable: true,
    });
  }
  await delay(Math.min(delayMs, leftMs));
}

function underWay({
  State,
  StateReason,
  LastUpdateStatus,
  LastUpdateStatusReason,
}: FunctionConfiguration): string | undefined {
  if (State === 'Pending') return `it is not active yet (Pending${reason(StateReason)})`;
  if (LastUpdateStatus === 'InProgress')
    return `an update is in progress (InProgress${reason(LastUpdateStatusReason)})`;
  return undefined;
}

/** An idle function, `Inactive`, can be updated; the next invocation wakes it up. */
function usable(configuration: FunctionConfiguration): FunctionConfiguration {
  const { State = 'Active', StateReason } = configuration;
  if (State === 'Active' || State === 'Inactive') return configuration;
  throw new DeployError(`${nameOf(configuration)}: its state is ${State}${reason(StateReason)}; repair it first`);
}

/** Where Lambda gave a reason, it stands behind. */
export function reason(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `: ${text}`;
}

export function nameOf({ FunctionName = 'the function', Version }: FunctionConfiguration): string {
  return Version === undefined || Version === '$LATEST' ? FunctionName : `${FunctionName}, version ${Version}`;
}
