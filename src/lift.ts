import { ConfigError } from './errors.ts';
import { OpenSchema } from './open-schema.ts';
import { asError, type Derivations, type Records, type Replacement } from './records.ts';
import { PackedSchema } from './schema.ts';
import type { Stage, StageContext } from './stage.ts';

/** What `derive` makes of a record type. */
export type Derived<R, D> = Omit<R, keyof D> & {
  [K in keyof D]: D[K] extends (row: never) => infer V ? V : never;
};

/**
 * Keeps the records for which `keep` is true. It sees a row whose fields are decoded when they are touched; the row is
 * valid only inside of the callback. A throw rejects the record.
 */
export function filter<R>(keep: (row: R) => boolean): Stage<Records<R>, Records<R>> {
  return {
    name: 'filter',
    passing: true,
    outline: (schema) => schema,
    open: () => ({ push: (batch) => batch.filter(keep, 'filter') }),
  };
}

/**
 * Adds a field for each function, or replaces the field of that name; a dot in a name nests it in the JSON. All
 * functions see the row as it was before. A throw rejects the record; `undefined` leaves the field out.
 */
export function derive<R, const D extends Derivations<R>>(columns: D): Stage<Records<R>, Records<Derived<R, D>>> {
  return {
    name: 'derive',
    passing: true,
    outline: (schema) => (schema instanceof PackedSchema ? schema.derive(Object.keys(columns), 0) : schema),
    open: () => ({ push: (batch) => batch.derive(columns, 'derive') as Records<Derived<R, D>> }),
  };
}

/**
 * Replaces each record by what `replace` returns. It gets an object, to change or to spread, which only a `flatMap` before
 * it can have given to another record too; so every field is decoded here, which costs more than all other stages
 * together: `derive`, `filter`, `set`, `omit` and `rename` do not. Fields that come back as they were, in their order, are
 * written from the bytes of the line; a number that a double cannot hold loses digits where they are not. A throw
 * rejects the record.
 */
export function map<R, S extends object>(replace: (record: R) => S): Stage<Records<R>, Records<S>> {
  return eachOf('map', (record: R) => [mustBeObject(replace(record))], false);
}

/**
 * Replaces each record by any number of records, in order. Event ids after it end in `.0`, `.1` and so on. See `map`
 * for what it costs.
 */
export function flatMap<R, S extends object>(replace: (record: R) => readonly S[]): Stage<Records<R>, Records<S>> {
  return eachOf('flatMap', (record: R) => replace(record).map(mustBeObject), true);
}

/**
 * `map` for a function that answers later. Up to `concurrency` (8) records are under way at once; their order is kept.
 * See `map` for what it costs. A rejection rejects the record. Throws ConfigError for a `concurrency` below 1.
 */
export function mapAsync<R, S extends object>(
  replace: (record: R, context: Pick<StageContext, 'signal'>) => Promise<S>,
  { concurrency = 8 }: { readonly concurrency?: number } = {},
): Stage<Records<R>, Records<S>> {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new ConfigError([`\`concurrency\` must be a positive whole number, got ${concurrency}`], {
      stage: 'mapAsync',
    });
  }
  const attempt = async (record: R | undefined, signal: AbortSignal): Promise<Replacement<S>> => {
    try {
      return record === undefined ? [] : [mustBeObject(await replace(record, { signal }))];
    } catch (thrown) {
      return asError(thrown);
    }
  };
  return {
    name: 'mapAsync',
    passing: true,
    outline: opened,
    open: ({ signal }) => ({
      async push(batch) {
        const plain = batch.materialise();
        const made: Replacement<S>[] = [];
        let next = 0;
        const worker = async (): Promise<void> => {
          for (let i = next++; i < plain.length; i = next++) {
            signal.throwIfAborted();
            made[i] = await attempt(plain.objects[i], signal);
          }
        };
        await Promise.all(Array.from({ length: Math.min(concurrency, plain.length) }, worker));
        return plain.replaced(made, 'mapAsync', false);
      },
    }),
  };
}

function eachOf<R, S extends object>(
  name: string,
  replace: (record: R) => readonly S[],
  ordinals: boolean,
): Stage<Records<R>, Records<S>> {
  const attempt = (record: R): Replacement<S> => {
    try {
      return replace(record);
    } catch (thrown) {
      return asError(thrown);
    }
  };
  return {
    name,
    passing: true,
    outline: opened,
    open: () => ({
      push: (batch) => {
        const plain = batch.materialise();
        return plain.replaced(plain.objects.map(attempt), name, ordinals);
      },
    }),
  };
}

const opened = (schema: object | undefined): OpenSchema | undefined =>
  schema instanceof PackedSchema ? OpenSchema.from(schema) : schema instanceof OpenSchema ? schema : undefined;

/** Callers in plain JavaScript may return anything. */
function mustBeObject<S extends object>(value: S): S {
  const seen: unknown = value;
  if (seen instanceof Promise) throw new TypeError('the callback returned a promise; use `mapAsync`');
  if (typeof seen === 'object' && seen !== null && !Array.isArray(seen)) return value;
  throw new TypeError(
    `the callback returned ${seen === null ? 'null' : Array.isArray(seen) ? 'an array' : typeof seen}; expected an object`,
  );
}
