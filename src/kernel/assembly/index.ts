/** The kernels as a WebAssembly module: pure functions over memory that the caller lays out. No state survives a call. */
export { encode } from './encode';
export { tokenize } from './tokenize';

/** The first address that is free. */
export function base(): usize {
  return __heap_base;
}
