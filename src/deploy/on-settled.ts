import { messageOf } from '../errors.ts';
import type { FunctionConfiguration, LambdaApi } from './lambda-api.ts';
import { isNamed } from './lambda-errors.ts';
import { nameOf, pause, settled, type Patience } from './settled.ts';

const CONFLICT_DELAY_MS = 500;

/**
 * Does something to the function when nothing is under way, and begins anew when Lambda answers that another change came
 * first (ResourceConflictException). Rejects as `settled` does, and with what `work` rejects with.
 */
export async function onSettled<T>(
  api: LambdaApi,
  patience: Patience,
  work: (configuration: FunctionConfiguration) => Promise<T>,
): Promise<T> {
  for (;;) {
    const configuration = await settled(api, patience);
    try {
      return await work(configuration);
    } catch (error) {
      if (!isNamed(error, 'ResourceConflictException')) throw error;
      const why = `${nameOf(configuration)}: it is being changed by somebody else: ${messageOf(error)}`;
      patience.say(why);
      await pause(CONFLICT_DELAY_MS, patience, why);
    }
  }
}
