import type { Kernel } from '../src/kernel/index.ts';
import { reference } from '../src/kernel/pick.ts';
import { simdKernel } from '../src/kernel/simd.ts';

/** The kernels that are measured, by name. */
export const kernels: Readonly<Record<string, Kernel>> = { reference, simd: simdKernel() };
