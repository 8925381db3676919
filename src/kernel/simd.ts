import { Arena, type Memory } from './arena.ts';
import { encode } from './encode.ts';
import type { Kernel } from './index.ts';
import { MODULE } from './module.ts';
import { simdEncode } from './simd-encode.ts';
import { simdTokenize } from './simd-tokenize.ts';
import { tokenize } from './tokenize.ts';

/** What the module exports: see assembly/index.ts. Addresses are in bytes. */
export interface SimdModule {
  readonly memory: Memory;
  base(): number;
  tokenize(bytes: number, length: number, layout: number, tables: number): void;
  encode(job: number, offset: number): number;
}

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: SimdModule };
};

/** A usual batch of 256 KiB takes 3 to 8 MiB, of which it touches 2; what needs more than this is left to the reference kernels. */
const MOST_BYTES = 32 << 20;

/** The kernels in WebAssembly, with memory of their own, `mostBytes` at most. Throws where the runtime does not know WebAssembly, or not its SIMD. */
export function simdKernel(mostBytes = MOST_BYTES): Kernel {
  const module = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(MODULE, 'base64'))).exports;
  const arena = new Arena(module.memory, module.base(), mostBytes);
  return {
    tokenize: (bytes, layout) => simdTokenize(module, arena, bytes, layout) ?? tokenize(bytes, layout),
    encode: (rows, plan, inserts) => simdEncode(module, arena, rows, plan, inserts) ?? encode(rows, plan, inserts),
  };
}
