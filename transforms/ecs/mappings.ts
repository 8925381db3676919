import { alb } from './alb.ts';
import { elb } from './elb.ts';
import type { EcsMapping } from './mapping.ts';
import { nlb } from './nlb.ts';

/** How each format becomes ECS, by the format's name. */
export const mappings: ReadonlyMap<string, EcsMapping> = new Map<string, EcsMapping>([
  ['elb', elb],
  ['alb', alb],
  ['nlb', nlb],
]);
