/** Compiled, never run: record types follow the schema through a flow. */
/* eslint-disable @typescript-eslint/no-unused-vars, @typescript-eslint/no-unnecessary-type-parameters -- values are here for their types */
import {
  address,
  delimited,
  derive,
  elb,
  eventId,
  filter,
  flatMap,
  flow,
  map,
  mapAsync,
  number,
  omit,
  pick,
  read,
  rename,
  request,
  seconds,
  set,
  text,
  time,
  timestamp,
  type Flow,
  type LineFormat,
  type Records,
} from '../../src/index.ts';

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type RecordOf<F> = F extends Flow<Records<infer R>> ? R : never;
type Field<F, K extends keyof RecordOf<F>> = RecordOf<F>[K];
const proved = <T extends true>(): T | undefined => undefined;

const lines = flow(read(elb));

// Formats
proved<Same<Field<typeof lines, 'elb'>, string | undefined>>();
proved<Same<Field<typeof lines, 'client_port'>, number | undefined>>();
proved<Same<Field<typeof lines, 'request_processing_time'>, number | undefined>>();
proved<Same<Field<typeof lines, 'request_url'>, string | undefined>>();
proved<Same<Field<typeof lines, 'extra'>, readonly string[] | undefined>>();

const columns = [time('at'), text('a'), number('b'), address('c'), request('d'), seconds('e')] as const;
const own = delimited({ name: 'own', columns });
type Own = typeof own extends LineFormat<infer R> ? R : never;
proved<Same<keyof Own, 'at' | 'a' | 'b' | 'c_ip' | 'c_port' | 'd_verb' | 'd_url' | 'd_proto' | 'd' | 'e' | 'extra'>>();
// @ts-expect-error no such column
proved<Same<Own['c'], string | undefined>>();
// @ts-expect-error no such delimiter
delimited({ name: 'x', columns, delimiter: ',' });

// filter
lines.through(filter((r) => (r.elb_status_code ?? 0) >= 500));
// @ts-expect-error a misspelt field
lines.through(filter((r) => (r.elb_status ?? 0) >= 500));
// @ts-expect-error any cell can be empty
lines.through(filter((r) => r.elb_status_code >= 500));
lines.through(
  filter((r) => {
    // @ts-expect-error a field is not for writing
    r.elb = 'x';
    return true;
  }),
);
// @ts-expect-error an answer that is always true
lines.through(filter(async (r) => Promise.resolve(r.elb === 'x')));
flow(
  read(elb),
  // @ts-expect-error the same inside of `flow`
  filter((r) => (r.elb_status ?? 0) >= 500),
);

// rename
const renamed = lines.through(rename({ timestamp: '@timestamp', elb_status_code: 'http.response.status_code' }));
proved<Same<Field<typeof renamed, '@timestamp'>, string | undefined>>();
proved<Same<Field<typeof renamed, 'http.response.status_code'>, number | undefined>>();
// @ts-expect-error the old name is gone
renamed.through(filter((r) => r.timestamp === ''));
// @ts-expect-error an unknown column
lines.through(rename({ timestmp: 'x' }));
// @ts-expect-error an unknown column
flow(read(elb), rename({ timestmp: 'x' }));
// @ts-expect-error one name is right, the other is not
flow(read(elb), rename({ timestamp: 'x', timestmp: 'y' }));
// @ts-expect-error a name is a string
lines.through(rename({ timestamp: 1 }));
const swapped = lines.through(rename({ elb: 'client_port', client_port: 'elb' }));
proved<Same<Field<typeof swapped, 'elb'>, number | undefined>>();
proved<Same<Field<typeof swapped, 'client_port'>, string | undefined>>();

// omit and pick
const omitted = lines.through(omit('elb', 'user_agent'));
// @ts-expect-error it is gone
omitted.through(filter((r) => r.elb === ''));
// @ts-expect-error an unknown column
lines.through(omit('elbx'));
const picked = lines.through(pick('elb', 'client_ip'));
proved<Same<keyof RecordOf<typeof picked>, 'elb' | 'client_ip'>>();
// @ts-expect-error an unknown column
lines.through(pick('elb', 'client'));
// @ts-expect-error the same inside of `flow`
flow(read(elb), pick('elb', 'client'));

// set, eventId, timestamp
const constant = lines.through(set({ environment: 'production', elb: 3, labels: { team: 'web' } }));
proved<Same<Field<typeof constant, 'environment'>, 'production'>>();
proved<Same<Field<typeof constant, 'elb'>, 3>>();
// @ts-expect-error JSON has no Date
lines.through(set({ at: new Date() }));
// @ts-expect-error JSON has no undefined
lines.through(set({ at: undefined }));
const identified = lines.through(eventId());
proved<Same<Field<typeof identified, '@metadata._id'>, string | undefined>>();
const named = lines.through(eventId('event.id'));
proved<Same<Field<typeof named, 'event.id'>, string | undefined>>();
// @ts-expect-error not by that name
named.through(filter((r) => r['@metadata._id'] === ''));
const timed = lines.through(timestamp());
proved<Same<Field<typeof timed, '@timestamp'>, string | undefined>>();

// derive
const derived = lines.through(derive({ slow: (r) => (r.backend_processing_time ?? 0) > 1, elb: () => 1 as const }));
proved<Same<Field<typeof derived, 'slow'>, boolean>>();
proved<Same<Field<typeof derived, 'elb'>, 1>>();
// @ts-expect-error a misspelt field
lines.through(derive({ slow: (r) => (r.backend_time ?? 0) > 1 }));
// @ts-expect-error a column is computed
lines.through(derive({ slow: true }));
// @ts-expect-error the same inside of `flow`
flow(read(elb), derive({ slow: (r) => (r.backend_time ?? 0) > 1 }));

// map, flatMap, mapAsync
const mapped = lines.through(map((r) => ({ ...r, double: (r.client_port ?? 0) * 2 })));
proved<Same<Field<typeof mapped, 'double'>, number>>();
proved<Same<Field<typeof mapped, 'elb'>, string | undefined>>();
const several = lines.through(flatMap((r) => [{ ip: r.client_ip }, { ip: r.backend_ip }]));
proved<Same<keyof RecordOf<typeof several>, 'ip'>>();
const awaited = lines.through(mapAsync(async (r) => Promise.resolve({ ip: r.client_ip })));
proved<Same<Field<typeof awaited, 'ip'>, string | undefined>>();
// @ts-expect-error a record is an object
lines.through(map((r) => r.elb ?? ''));
// @ts-expect-error several records are a list
lines.through(flatMap((r) => r));
// @ts-expect-error an answer that comes later
lines.through(mapAsync((r) => r));
flow(
  read(elb),
  // @ts-expect-error a misspelt field
  map((r) => ({ ip: r.client === 1 })),
);
