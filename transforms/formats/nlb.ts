import { address, number, text, time } from './columns.ts';
import { delimited } from './delimited.ts';

/**
 * Access logs of network load balancers, which write them for TLS listeners alone: 22 fields, 18 in version 1.0. Times
 * are UTC, though they do not say so; durations are milliseconds.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
 */
export const nlb = delimited({
  name: 'nlb',
  minimum: 18,
  time: { name: 'time', style: 'iso-without-zone' },
  columns: [
    text('type'),
    text('version'),
    time('time'),
    text('elb'),
    text('listener'),
    address('client'),
    address('destination'),
    number('connection_time'),
    number('tls_handshake_time'),
    number('received_bytes'),
    number('sent_bytes'),
    number('incoming_tls_alert'),
    text('chosen_cert_arn'),
    text('chosen_cert_serial'),
    text('tls_cipher'),
    text('tls_protocol_version'),
    text('tls_keyexchange'),
    text('domain_name'),
    text('alpn_fe_protocol'),
    text('alpn_be_protocol'),
    text('alpn_client_preference_list'),
    time('tls_connection_creation_time'),
  ],
});
