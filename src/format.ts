import type { EmptyCells } from './column.ts';
import type { Layout } from './kernel/layout.ts';
import type { PackedSchema } from './schema.ts';

/** A log format whose records are lines, known in code. Made by `delimited`. */
export interface LineFormat<R = unknown> {
  readonly kind: 'lines';
  /** What `--format` takes. */
  readonly name: string;
  readonly layout: Layout;
  /** The columns, by AWS's own names; one schema for each way with empty cells, always the same object. */
  schema(empty: EmptyCells): PackedSchema;
  /** For the compiler alone. */
  readonly record?: R;
}
