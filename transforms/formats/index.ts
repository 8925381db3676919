export { alb } from './alb.ts';
export { address, number, request, seconds, text, time, type CellColumns } from './columns.ts';
export { delimited, type DelimitedOptions, type RecordOf } from './delimited.ts';
export { elb } from './elb.ts';
