import type { Computation, JsonValue } from '../../src/column.ts';
import type { EcsRecord } from './record.ts';

/** How the columns of one format become fields of ECS. The time is there already, as `@timestamp`. */
export interface EcsMapping {
  /** Fields that are one column as it is, by the column. */
  readonly renamed: Readonly<Record<string, keyof EcsRecord>>;
  /** Fields made of columns. A column that is used here, and not renamed, is gone afterwards. */
  readonly computed: { readonly [K in keyof EcsRecord]?: Computation };
  readonly constants: { readonly [K in keyof EcsRecord]?: JsonValue };
}

/** What all load balancers have. */
export const common = {
  renamed: { elb: 'aws.elb.name', client_ip: 'source.address', client_port: 'source.port', extra: 'aws.elb.extra' },
  constants: {
    'ecs.version': '8.11.0',
    'cloud.provider': 'aws',
    'event.kind': 'event',
    'event.module': 'aws',
    'event.dataset': 'aws.elb_logs',
    'data_stream.type': 'logs',
    'data_stream.dataset': 'aws.elb_logs',
  },
} as const;
