import type { LineFormat } from '../../src/format.ts';
import { applyTo, packed } from '../../src/testing/index.ts';
import { ecs } from '../../transforms/ecs.ts';

/** The example line of AWS's documentation of network load balancers. */
export const nlbExample =
  'tls 2.0 2020-04-01T08:51:42 net/my-network-loadbalancer/c6e77e28c25b2234 g3d4b5e8bb8464cd 72.21.218.154:51341 ' +
  '172.100.100.185:443 5 2 98 246 - arn:aws:acm:us-east-2:671290407336:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99 - ' +
  'ECDHE-RSA-AES128-SHA tlsv12 - my-network-loadbalancer-c6e77e28c25b2234.elb.us-east-2.amazonaws.com h2 h2 "h2","http/1.1" ' +
  '2020-04-01T08:51:20';

/** One line, by way of both forms. */
export async function ecsOf(format: LineFormat, line: string): Promise<unknown> {
  const { output } = await applyTo(ecs(), packed(format, line));
  return output[0];
}

/** What stands in a record under a path. */
export const of = (record: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>(
    (node, name) => (typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined),
    record,
  );
