import type { CellType } from '../../src/column.ts';
import { CellKind } from '../../src/kernel/layout.ts';

/** One cell of a line: how it is taken apart, and what the parts are called. */
export interface CellColumns<R extends object = object> {
  readonly kind: CellKind;
  /** In the order of the cell's slots. */
  readonly parts: readonly { readonly name: string; readonly type: CellType }[];
  /** For the compiler alone. */
  readonly record?: R;
}

type Field<N extends string, V> = { readonly [K in N]: V | undefined };

/** A string. */
export function text<N extends string>(name: N): CellColumns<Field<N, string>> {
  return { kind: CellKind.whole, parts: [{ name, type: 'text' }] };
}

/** A time, as written. */
export function time<N extends string>(name: N): CellColumns<Field<N, string>> {
  return text(name);
}

/** A number, written on as it stands. A cell that holds no JSON number arrives as its text, in rows and in records. */
export function number<N extends string>(name: N): CellColumns<Field<N, number>> {
  return { kind: CellKind.whole, parts: [{ name, type: 'number' }] };
}

/** A duration in seconds; -1, never dispatched, is data. */
export function seconds<N extends string>(name: N): CellColumns<Field<N, number>> {
  return number(name);
}

/** `address:port`, as `<name>_ip` and `<name>_port`. */
export function address<N extends string>(name: N): CellColumns<Field<`${N}_ip`, string> & Field<`${N}_port`, number>> {
  const parts = [
    { name: `${name}_ip`, type: 'text' },
    { name: `${name}_port`, type: 'number' },
  ] as const;
  return { kind: CellKind.address, parts };
}

/**
 * A request line, as `<name>_verb`, `<name>_url` and `<name>_proto`, or whole as `<name>` when it has no space. `parts`
 * gives the three other endings. For a request that should stay whole, use `text`.
 */
export function request<
  N extends string,
  const P extends readonly [string, string, string] = readonly ['verb', 'url', 'proto'],
>(name: N, parts?: P): CellColumns<Field<`${N}_${P[number]}` | N, string>> {
  const names = [...(parts ?? ['verb', 'url', 'proto']).map((part) => `${name}_${part}`), name];
  return { kind: CellKind.request, parts: names.map((part) => ({ name: part, type: 'text' })) };
}
