import { kernel, type Kernel } from '../src/kernel/index.ts';

/** The kernels that are measured, by name. */
export const kernels: Readonly<Record<string, Kernel>> = {
  reference: kernel,
};
