import fc from 'fast-check';
import { derive, filter, flatMap, map, mapAsync } from '../../src/lift.ts';
import { nowhere } from '../../src/origin.ts';
import { RejectRecord, type Records } from '../../src/records.ts';
import type { SchemaStage, Stage } from '../../src/stage.ts';
import { isSchemaStage, schemaStageAsStage } from '../../src/step.ts';
import { eventId } from '../../transforms/event-id.ts';
import { omit } from '../../transforms/omit.ts';
import { pick } from '../../transforms/pick.ts';
import { rename } from '../../transforms/rename.ts';
import { set } from '../../transforms/set.ts';
import { timestamp } from '../../transforms/timestamp.ts';

/** A record whose names nobody knows when this is compiled. */
export type Row = Record<string, unknown>;
export type RowStage = SchemaStage<Records<Row>, Records<Row>> | Stage<Records<Row>, Records<Row>>;

/** Chooses names among those that are there. */
type Chooser = (names: readonly string[]) => RowStage;

const fresh = ['x', 'y', 'event.id', 'event.kind', 'a.b.c', 'constructor', 'toString', '@metadata._id'] as const;
const freshName = fc.constantFrom(...fresh);
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const chosen = (names: readonly string[], at: number): string => names[Math.floor(at * names.length)] ?? 'x';
const several = (names: readonly string[], at: readonly number[]): string[] => [
  ...new Set(at.map((one) => chosen(names, one))),
];

/** What callbacks answer or throw: everything that JavaScript has. */
const answers: readonly ((value: unknown) => unknown)[] = [
  (value) => value,
  () => undefined,
  () => null,
  () => Number.NaN,
  () => -Infinity,
  () => -0,
  () => 1n,
  () => new Date(0),
  () => ({ nested: { deep: [1, undefined, () => 1] }, toJSON: undefined }),
  () => Symbol('s'),
  () => () => 1,
  () => '\ud800 "\\\u2028',
  (value) => {
    throw new RejectRecord(`refused ${String(value)}`);
  },
  (value) => (String(value).length % 2 === 0 ? 1n : value),
  (value) => {
    if (String(value).length % 2 === 0) throw new TypeError('even');
    return String(value).length;
  },
];
const answer = fc.constantFrom(...answers);
const names = fc.array(share, { minLength: 1, maxLength: 3 });

const choosers: fc.Arbitrary<Chooser> = fc.oneof(
  fc.tuple(share, freshName).map(
    ([from, to]): Chooser =>
      (has) =>
        renamed({ [chosen(has, from)]: to }),
  ),
  fc.tuple(share, share).map(
    ([a, b]): Chooser =>
      (has) =>
        renamed({ [chosen(has, a)]: chosen(has, b), [chosen(has, b)]: chosen(has, a) }),
  ),
  names.map(
    (at): Chooser =>
      (has) =>
        omit<Row, string>(...several(has, at)),
  ),
  fc.array(share, { minLength: 4, maxLength: 12 }).map(
    (at): Chooser =>
      (has) =>
        pick<Row, string>(...several(has, at)),
  ),
  fc.tuple(freshName, fc.jsonValue({ maxDepth: 2 })).map(
    ([name, value]): Chooser =>
      () =>
        setting(name, value),
  ),
  fc.tuple(share, fc.constantFrom('text', 1, null)).map(
    ([at, value]): Chooser =>
      (has) =>
        setting(chosen(has, at), value),
  ),
  fc.constant<Chooser>(() => eventId<Row>()),
  fc.constant<Chooser>(() => eventId<Row, 'event.id'>('event.id')),
  fc.constant<Chooser>(() => timestamp<Row>()),
  fc.tuple(share, answer).map(
    ([at, what]): Chooser =>
      (has) =>
        filter<Row>((row) => Boolean(what(row[chosen(has, at)]))),
  ),
  fc.tuple(share, freshName, answer).map(
    ([at, name, what]): Chooser =>
      (has) =>
        derive<Row, Row1>({ [name]: (row) => what(row[chosen(has, at)]) }),
  ),
  fc.tuple(share, share, answer).map(
    ([at, to, what]): Chooser =>
      (has) =>
        derive<Row, Row1>({
          [chosen(has, to)]: (row) => what(row[chosen(has, at)]),
          both: (row) => row[chosen(has, to)],
        }),
  ),
);
const lifts: fc.Arbitrary<Chooser> = fc.oneof(
  fc.tuple(share, answer).map(
    ([at, what]): Chooser =>
      (has) =>
        map<Row, Row>((row) => ({ ...row, made: what(row[chosen(has, at)]) })),
  ),
  fc.tuple(share, answer).map(
    ([at, what]): Chooser =>
      (has) =>
        flatMap<Row, Row>((row) =>
          Array.from({ length: String(what(row[chosen(has, at)])).length % 3 }, (_, n) => ({ ...row, n })),
        ),
  ),
  fc.tuple(share, answer).map(
    ([at, what]): Chooser =>
      (has) =>
        mapAsync<Row, Row>(async (row) => ({ ...row, made: await what(row[chosen(has, at)]) })),
  ),
);

type Row1 = Record<string, (row: Row) => unknown>;

/** A few stages in a row: verbs on columns mostly, now and then one that makes objects. */
export const programs: fc.Arbitrary<readonly Chooser[]> = fc.array(
  fc.oneof({ weight: 6, arbitrary: choosers }, { weight: 1, arbitrary: lifts }),
  { minLength: 1, maxLength: 6 },
);

function renamed(by: Readonly<Record<string, string>>): RowStage {
  return rename<Row, Record<string, string>>(by);
}

function setting(name: string, value: unknown): RowStage {
  return set<Row, Record<string, never>>({ [name]: value as never });
}

const context = {
  origin: nowhere,
  signal: new AbortController().signal,
  stopping: new AbortController().signal,
  report: () => undefined,
};

/** What a stage makes of one batch. */
export async function pushed(stage: RowStage, batch: Records<Row>): Promise<Records<Row>> {
  const run = (isSchemaStage(stage) ? schemaStageAsStage(stage) : stage).open(context);
  const output = [await run.push(batch)].flat()[0];
  if (output === undefined) throw new Error(`${stage.name} gave nothing`);
  return output as Records<Row>;
}
