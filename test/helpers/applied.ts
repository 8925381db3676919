import type { Step } from '../../src/stage.ts';
import { applyTo, type Applied } from '../../src/testing/apply-to.ts';

/** `applyTo`, the input first: so the compiler knows the columns when it comes to the stage. */
export function applied<In, Out>(input: In, step: Step<In, Out>): Promise<Applied<Out>> {
  return applyTo(step, input);
}
