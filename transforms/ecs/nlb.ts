import { timeOf } from '../../src/time.ts';
import { copyOf, ipOf, keyword, tls } from './fields.ts';
import { common, type EcsMapping } from './mapping.ts';

/** Network load balancers. */
export const nlb = {
  renamed: {
    ...common.renamed,
    type: 'aws.elb.type',
    version: 'aws.elb.version',
    listener: 'aws.elb.listener',
    destination_ip: 'aws.elb.backend.ip',
    destination_port: 'aws.elb.backend.port',
    connection_time: 'aws.elb.connection_time.ms',
    tls_handshake_time: 'aws.elb.tls_handshake_time.ms',
    received_bytes: 'source.bytes',
    sent_bytes: 'destination.bytes',
    chosen_cert_arn: 'aws.elb.chosen_cert.arn',
    chosen_cert_serial: 'aws.elb.chosen_cert.serial',
    tls_cipher: 'aws.elb.ssl_cipher',
    tls_protocol_version: 'aws.elb.ssl_protocol',
    tls_keyexchange: 'aws.elb.ssl_named_group',
    domain_name: 'destination.domain',
    alpn_fe_protocol: 'aws.elb.alpn_fe_protocol',
    alpn_be_protocol: 'aws.elb.alpn_be_protocol',
    alpn_client_preference_list: 'aws.elb.alpn_client_preference_list',
  },
  computed: {
    'source.ip': ipOf('client_ip'),
    'aws.elb.incoming_tls_alert': keyword('incoming_tls_alert'),
    'aws.elb.tls_connection_creation_time': timeOf({
      name: 'tls_connection_creation_time',
      style: 'iso-without-zone',
    }),
    ...tls('tls_cipher', 'tls_protocol_version'),
    'event.end': copyOf('@timestamp'),
  },
  constants: { ...common.constants, 'aws.elb.protocol': 'tcp', 'event.category': ['network'] },
} as const satisfies EcsMapping;
