import type { Records } from '../src/records.ts';
import type { SchemaStage } from '../src/stage.ts';

/** What `eventId` makes of a record type. */
export type WithEventId<R, N extends string> = Omit<R, N> & { readonly [K in N]: string | undefined };

/**
 * Gives every record an id that is the same on every retry and replay: a hash of where the object came from and of its
 * version, and the line's offset in it. Receivers that know it can drop what comes twice. Default: `@metadata._id`, which
 * Logstash can use as the document's id and does not store. Input without an identity, such as stdin, gets no ids.
 * It belongs behind a `flatMap`: records that are copied after it carry the same id.
 */
export function eventId<R, const N extends string = '@metadata._id'>(
  name?: N,
): SchemaStage<Records<R>, Records<WithEventId<R, N>>> {
  return { name: 'eventId', edit: (schema) => schema.eventId(name ?? '@metadata._id') };
}
