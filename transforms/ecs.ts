import { ConfigError } from '../src/errors.ts';
import type { Records } from '../src/records.ts';
import type { Schema } from '../src/schema.ts';
import type { SchemaStage } from '../src/stage.ts';
import { mappings } from './ecs/mappings.ts';
import type { EcsRecord } from './ecs/record.ts';

export type { EcsRecord } from './ecs/record.ts';

/**
 * Records of `elb`, `alb` and `nlb` under the names of the Elastic Common Schema, nested as Elastic's AWS integration
 * (https://www.elastic.co/docs/reference/integrations/aws/elb) nests them, so that its dashboards find their fields. The
 * time becomes `@timestamp`; fields that the integration does not know keep their names, under `aws.elb`. Columns of
 * one's own pass as they are. What Elasticsearch looks up in its own tables, such as places and the names of browsers, is
 * left to its pipelines.
 *
 * Put it before stages that rename or omit columns. Throws ConfigError for another format and for a column that is gone:
 * when the flow is built, or, with `auto`, when the format is found.
 */
export function ecs<R>(): SchemaStage<Records<R>, Records<EcsRecord>> {
  return { name: 'ecs', edit };
}

function edit(schema: Schema): Schema {
  const { format } = schema;
  if (format === 'none') return schema;
  const mapping = mappings.get(format ?? '');
  if (mapping === undefined) {
    const what = format === undefined ? 'records of an unknown format are' : `\`${format}\` is`;
    throw new ConfigError([`ecs: ${what} no load-balancer log; it takes ${[...mappings.keys()].join(', ')}`]);
  }
  const { renamed, computed, constants } = mapping;
  const used = new Set(Object.values(computed).flatMap(({ from }) => from));
  const gone = [...used].filter((column) => !(column in renamed) && column !== '@timestamp');
  return schema.timestamp('@timestamp').compute(computed).omit(gone).rename(renamed).set(constants);
}
