import { number, text } from './columns.ts';
import { headed, type Header } from './headed.ts';

const columns = [
  // Version 2.
  number('version'),
  text('account_id'),
  text('interface_id'),
  text('srcaddr'),
  text('dstaddr'),
  number('srcport'),
  number('dstport'),
  number('protocol'),
  number('packets'),
  number('bytes'),
  number('start'),
  number('end'),
  text('action'),
  text('log_status'),
  // Version 3.
  text('vpc_id'),
  text('subnet_id'),
  text('instance_id'),
  number('tcp_flags'),
  text('type'),
  text('pkt_srcaddr'),
  text('pkt_dstaddr'),
  // Version 4.
  text('region'),
  text('az_id'),
  text('sublocation_type'),
  text('sublocation_id'),
  // Version 5.
  text('pkt_src_aws_service'),
  text('pkt_dst_aws_service'),
  text('flow_direction'),
  number('traffic_path'),
  // Version 7.
  text('ecs_cluster_arn'),
  text('ecs_cluster_name'),
  text('ecs_container_instance_arn'),
  text('ecs_container_instance_id'),
  text('ecs_container_id'),
  text('ecs_second_container_id'),
  text('ecs_service_name'),
  text('ecs_task_definition_arn'),
  text('ecs_task_arn'),
  text('ecs_task_id'),
  // Versions 8, 9 and 10.
  text('reject_reason'),
  text('resource_id'),
  number('encryption_status'),
] as const;

/**
 * Flow logs of VPCs, versions 2 to 11: columns as the first line names them, in any order. A file without that line has
 * the documented fields in their order; the 14 of version 2 are the default. `start` and `end` are seconds since 1970. Rows
 * without data (`NODATA`, `SKIPDATA` in `log_status`) are records too.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const vpcFlow = headed({
  name: 'vpc-flow',
  minimum: 14,
  time: { name: 'start', style: 'epoch-seconds' },
  headerIn: flowFieldsIn,
  columns,
});

const documented: readonly string[] = columns.flatMap(({ parts }) => parts.map(({ name }) => name));

/** The names in a first line that consists of names, most of which are documented. */
export function flowFieldsIn([line = '']: readonly string[]): Header | undefined {
  const words = line.split(' ');
  if (!words.every((word) => /^[a-z][a-z0-9-]*$/.test(word))) return undefined;
  const names = words.map((word) => word.replaceAll('-', '_'));
  const known = names.filter((name) => documented.includes(name));
  return 2 * known.length > names.length ? { line, names } : undefined;
}
