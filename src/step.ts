import type { Records } from './records.ts';
import type { Schema } from './schema.ts';
import type { SchemaStage, Stage, Step, StreamStage } from './stage.ts';

/** A step of a flow, whatever it takes and gives: the flow's types have checked that they fit. */
export type AnyStep = Step<never, unknown>;

/* A flow is checked when it is compiled; behind it, chunks are unknown, and these guards tell the kinds apart. */

export function isSchemaStage(step: AnyStep): step is SchemaStage<never, unknown> {
  return 'edit' in step;
}

export function isStreamStage(step: AnyStep): step is StreamStage<never, unknown> {
  return 'stream' in step;
}

export function isStage(step: AnyStep): step is Stage<unknown, unknown> {
  return 'open' in step;
}

/** Whether no step has anything left of a chunk that it has handed on. */
export function arePassing(steps: readonly AnyStep[]): boolean {
  return steps.every((step) => isSchemaStage(step) || step.passing === true);
}

/** Neighbouring schema stages as one, so that a batch is given its final schema at once. */
export function folded(steps: readonly AnyStep[]): readonly AnyStep[] {
  return steps.reduce<AnyStep[]>((done, step) => {
    const last = done[done.length - 1];
    if (last === undefined || !isSchemaStage(step) || !isSchemaStage(last)) return [...done, step];
    const both: SchemaStage<never, unknown> = {
      name: `${last.name}+${step.name}`,
      edit: (schema) => step.edit(last.edit(schema)),
    };
    return [...done.slice(0, -1), both];
  }, []);
}

/** A schema stage as one that batches go through. Each schema that comes by is edited once. */
export function schemaStageAsStage(step: SchemaStage<never, unknown>): Stage<Records, Records> {
  return {
    name: step.name,
    open() {
      const edited = new WeakMap<Schema, Schema>();
      return {
        push(batch) {
          let schema = edited.get(batch.schema);
          if (schema === undefined) edited.set(batch.schema, (schema = step.edit(batch.schema)));
          return batch.withSchema(schema);
        },
      };
    },
  };
}
