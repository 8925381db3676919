import { encode } from './encode.ts';
import type { Kernel } from './index.ts';
import { simdKernel } from './simd.ts';
import { tokenize } from './tokenize.ts';

/** The kernels of this process. */
export interface Picked {
  readonly kernel: Kernel;
  /** `simd`, or `reference` and why: `reference (LOGFLUME_KERNEL)`. */
  readonly name: string;
}

/** The plain kernels, which run anywhere. */
export const reference: Kernel = { tokenize, encode };

/**
 * WebAssembly where the runtime can, else the reference kernels, which do the same at a third of the speed.
 * `LOGFLUME_KERNEL=reference` asks for these.
 */
export function pick(environment: Readonly<Record<string, string | undefined>>): Picked {
  if (environment.LOGFLUME_KERNEL === 'reference') return { kernel: reference, name: 'reference (LOGFLUME_KERNEL)' };
  try {
    return { kernel: simdKernel(), name: 'simd' };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { kernel: reference, name: `reference (${reason})` };
  }
}
