import { number, seconds, text, time } from './columns.ts';
import { delimited } from './delimited.ts';

/**
 * Health-check logs of application load balancers: 10 fields, 8 in the first files. The target's address stays whole,
 * because a Lambda function has an ARN there.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-health-check-logs.html
 */
export const albHealthCheck = delimited({
  name: 'alb-health-check',
  minimum: 8,
  time: 'time',
  columns: [
    text('type'),
    time('time'),
    seconds('latency'),
    text('target_addr'),
    text('target_group_id'),
    text('status'),
    number('status_code'),
    text('reason_code'),
    text('elb'),
    text('ip_address'),
  ],
});
