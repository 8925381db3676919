import type { Column, ColumnSource, EmptyCells, ListShape } from '../column.ts';

/**
 * How to write a row: a short program that a kernel runs once a row. Each op has a literal to write before its value,
 * such as `"elb_status_code":`, and a number: a slot, or the place of a late column.
 */
export interface Plan {
  readonly ops: Buffer;
  readonly operands: Int32Array;
  /** Op `i` writes `literals[starts[i]]` to `literals[starts[i + 1]]` first. */
  readonly literals: Buffer;
  readonly starts: Int32Array;
  /** What becomes of a `-` cell. */
  readonly empty: EmptyCells;
  /** The shape of the line, where an op needs to cut the cells beyond the last column. */
  readonly list: ListShape;
}

export const Op = {
  /** A cell as a string. */
  text: 0,
  /** A cell as a number where it is one to the letter of RFC 8259, else as a string. */
  number: 1,
  /** The cells beyond the last column, as a list of strings. */
  list: 2,
  /** The literal alone: a constant. */
  constant: 3,
  /** JSON text that travels beside the rows: a late column. */
  late: 4,
  /** The event id. */
  eventId: 5,
  /** Opens a nested object. */
  open: 6,
  /** Closes it, or takes it back when it stayed empty; the operand says how long the opening was. */
  close: 7,
} as const;

interface Step {
  readonly op: number;
  readonly literal: string;
  readonly operand: number;
}

/** Compiles columns to a plan. Columns that share a prefix are written together, where the first of them stands. */
export function planOf(columns: readonly Column[], empty: EmptyCells): Plan {
  const late = lateColumns(columns);
  const steps = stepsOf(nestingOf(columns), late);
  const literals = steps.map((step) => Buffer.from(step.literal));
  const starts = new Int32Array(steps.length + 1);
  literals.forEach((literal, i) => (starts[i + 1] = (starts[i] ?? 0) + literal.length));
  const list = columns.map((column) => column.source).find((source) => source.kind === 'cell' && source.list);
  return {
    ops: Buffer.from(steps.map((step) => step.op)),
    operands: Int32Array.from(steps, (step) => step.operand),
    literals: Buffer.concat(literals),
    starts,
    empty,
    list: (list?.kind === 'cell' ? list.list : undefined) ?? { delimiter: 0x20, brackets: false, known: 0 },
  };
}

/** Columns whose values are no cells: their JSON texts travel beside the rows, in this order. */
export function lateColumns(columns: readonly Column[]): readonly Column[] {
  return columns.filter(({ source }) => source.kind === 'derived' || source.kind === 'computed');
}

type Nesting = Map<string, ColumnSource | Nesting>;

function nestingOf(columns: readonly Column[]): Nesting {
  const root: Nesting = new Map();
  for (const { path, source } of columns) {
    let node = root;
    for (const name of path.slice(0, -1)) {
      const next = node.get(name);
      const inner: Nesting = next instanceof Map ? next : new Map<string, ColumnSource | Nesting>();
      node.set(name, inner);
      node = inner;
    }
    node.set(path[path.length - 1] ?? '', source);
  }
  return root;
}

function stepsOf(nesting: Nesting, late: readonly Column[]): Step[] {
  return [...nesting].flatMap(([name, entry]): Step[] => {
    const literal = `${JSON.stringify(name)}:`;
    if (!(entry instanceof Map)) return [stepOf(literal, entry, late)];
    const opening = `${literal}{`;
    return [
      { op: Op.open, literal: opening, operand: 0 },
      ...stepsOf(entry, late),
      { op: Op.close, literal: '', operand: Buffer.byteLength(opening) },
    ];
  });
}

function stepOf(literal: string, source: ColumnSource, late: readonly Column[]): Step {
  switch (source.kind) {
    case 'cell':
      return { op: Op[source.type], literal, operand: source.slot };
    case 'derived':
    case 'computed':
      return { op: Op.late, literal, operand: late.findIndex((column) => column.source === source) };
    case 'eventId':
      return { op: Op.eventId, literal: `${literal}"`, operand: 0 };
    case 'constant':
      return { op: Op.constant, literal: `${literal}${JSON.stringify(source.value)},`, operand: 0 };
  }
}
