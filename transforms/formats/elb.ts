import { address, number, request, seconds, text, time } from './columns.ts';
import { delimited } from './delimited.ts';

/**
 * Access logs of classic load balancers: 15 fields, 12 before 2015. The timestamp is when the request was received.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html
 */
export const elb = delimited({
  name: 'elb',
  minimum: 12,
  time: 'timestamp',
  columns: [
    time('timestamp'),
    text('elb'),
    address('client'),
    address('backend'),
    seconds('request_processing_time'),
    seconds('backend_processing_time'),
    seconds('response_processing_time'),
    number('elb_status_code'),
    number('backend_status_code'),
    number('received_bytes'),
    number('sent_bytes'),
    request('request'),
    text('user_agent'),
    text('ssl_cipher'),
    text('ssl_protocol'),
  ],
});
