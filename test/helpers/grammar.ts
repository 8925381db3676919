import { expect } from 'chai';
import type { EmptyCells } from '../../src/column.ts';
import type { LineFormat } from '../../src/format.ts';
import { packed } from '../../src/testing/batches.ts';

/** What a line becomes, as it is written: JSON text. Bytes above 127 are given as latin1. */
export function jsonOf(format: LineFormat, line: string, empty: EmptyCells = 'omit'): string {
  const batch = packed(format, Buffer.from(`${line}\n`, 'latin1'), { empty });
  return batch.encode().bytes.toString().trimEnd();
}

/** One test a row: a line becomes this record. */
export function table(
  format: LineFormat,
  rows: readonly (readonly [title: string, line: string, expected: unknown])[],
): void {
  for (const [title, line, expected] of rows) {
    it(title, () => expect(JSON.parse(jsonOf(format, line))).to.deep.equal(expected));
  }
}
