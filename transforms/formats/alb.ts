import { address, number, request, seconds, text, time } from './columns.ts';
import { delimited } from './delimited.ts';

/**
 * Access logs of application load balancers: 34 fields, fewer in older files. The time is when the response was
 * generated. Strings come as AWS writes them, `\xNN` and all.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
export const alb = delimited({
  name: 'alb',
  minimum: 17,
  time: 'time',
  columns: [
    text('type'),
    time('time'),
    text('elb'),
    address('client'),
    address('target'),
    seconds('request_processing_time'),
    seconds('target_processing_time'),
    seconds('response_processing_time'),
    number('elb_status_code'),
    number('target_status_code'),
    number('received_bytes'),
    number('sent_bytes'),
    request('request'),
    text('user_agent'),
    text('ssl_cipher'),
    text('ssl_protocol'),
    text('target_group_arn'),
    text('trace_id'),
    text('domain_name'),
    text('chosen_cert_arn'),
    number('matched_rule_priority'),
    time('request_creation_time'),
    text('actions_executed'),
    text('redirect_url'),
    text('error_reason'),
    text('target_port_list'),
    text('target_status_code_list'),
    text('classification'),
    text('classification_reason'),
    text('conn_trace_id'),
    text('transformed_host'),
    text('transformed_uri'),
    text('request_transform_status'),
    text('ip_address'),
  ],
});
