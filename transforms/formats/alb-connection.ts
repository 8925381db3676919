import { number, seconds, text, time } from './columns.ts';
import { delimited } from './delimited.ts';

/**
 * Connection logs of application load balancers: 15 fields, 11 in the first files.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html
 */
export const albConnection = delimited({
  name: 'alb-connection',
  minimum: 11,
  time: 'timestamp',
  columns: [
    time('timestamp'),
    text('client_ip'),
    number('client_port'),
    number('listener_port'),
    text('tls_protocol'),
    text('tls_cipher'),
    seconds('tls_handshake_latency'),
    text('leaf_client_cert_subject'),
    text('leaf_client_cert_validity'),
    text('leaf_client_cert_serial_number'),
    text('tls_verify_status'),
    text('conn_trace_id'),
    text('tls_keyexchange'),
    text('elb'),
    text('ip_address'),
  ],
});
