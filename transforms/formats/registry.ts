import type { Format } from '../../src/format.ts';
import { alb } from './alb.ts';
import { elb } from './elb.ts';

/** Every format by the name that `--format` takes. */
export const formats: Readonly<Record<string, Format>> = { elb, alb };
