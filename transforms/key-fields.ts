import type { Origin } from '../src/origin.ts';
import type { Records } from '../src/records.ts';
import type { Schema } from '../src/schema.ts';
import type { Stage } from '../src/stage.ts';

/** What the key of an object says of all that is in it. */
export interface KeyFields {
  /** The account that the log is of. */
  readonly aws_account: string | undefined;
  readonly aws_region: string | undefined;
  /** As the records call it: `app/my-loadbalancer/50dc6c495c0c9188`, or a name alone for a classic one. */
  readonly load_balancer: string | undefined;
  /** The end of the file's interval, in ISO 8601. */
  readonly interval_end: string | undefined;
  /** The address of the load-balancer node, as written. */
  readonly node_ip: string | undefined;
}

/** What `keyFields` makes of a record type. */
export type WithKeyFields<R> = Omit<R, keyof KeyFields> & KeyFields;

/** `<account>_<service>_<region>_…`, as AWS names the files of load balancers, VPC flow logs, CloudTrail and WAF. */
const FILE = /(?:^|[/_.])(\d{12})_([A-Za-z-]+)_([a-z0-9-]+)_([^/]*)$/;
/** The rest, for load balancers: `<name>_<interval end>_<node IP>_…`, of which network load balancers lack the IP. */
const INTERVAL = /^([^_]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z(?:_([\da-f]*[.:][\da-f.:]*)_)?/;

/**
 * Gives every record, and every reject that is shipped, what the object's key says: account, region, load balancer, end
 * of the interval and node, as `aws_account`, `aws_region`, `load_balancer`, `interval_end` and `node_ip`. What a key does
 * not say is left out.
 */
export function keyFields<R>(): Stage<Records<R>, Records<WithKeyFields<R>>>;
export function keyFields(): Stage<Records, Records> {
  return {
    name: 'keyFields',
    outline: (schema) => (schema === undefined ? undefined : labelled(schema, saidBy(''))),
    open({ origin }) {
      const said = saidBy(keyOf(origin));
      const edited = new WeakMap<Schema, Schema>();
      return {
        push(batch) {
          let schema = edited.get(batch.schema);
          if (schema === undefined) edited.set(batch.schema, (schema = labelled(batch.schema, said)));
          return batch.withSchema(schema);
        },
      };
    },
  };
}

function keyOf({ key, uri }: Origin): string {
  return key ?? uri;
}

function saidBy(key: string): KeyFields {
  const [, account, service, region, rest = ''] = FILE.exec(key) ?? [];
  const interval = service === 'elasticloadbalancing' ? INTERVAL.exec(rest) : null;
  const [, name, year, month, day, hour, minute, node] = interval ?? [];
  return {
    aws_account: account,
    aws_region: region,
    load_balancer: name?.replaceAll('.', '/'),
    interval_end: year === undefined ? undefined : `${year}-${month}-${day}T${hour}:${minute}:00Z`,
    node_ip: node,
  };
}

/** What is said as constants; the rest as columns that are always absent, so that they can be renamed all the same. */
function labelled(schema: Schema, said: KeyFields): Schema {
  return Object.entries(said).reduce<Schema>(
    (edited, [name, value]) =>
      isText(value)
        ? edited.set({ [name]: value })
        : edited.compute({ [name]: { from: [], compute: () => undefined } }),
    schema,
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
