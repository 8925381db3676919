import type { CellValue, Computation } from '../../src/column.ts';
import { copyOf, duration, httpVersion, ipOf, outcome, tls } from './fields.ts';
import { common, type EcsMapping } from './mapping.ts';
import { urlParts } from './url.ts';

/** A line without a status is one of a TCP listener. */
const isTcp = (status: CellValue): boolean => status === undefined;

/** Bytes of a body with an HTTP listener, of the connection with one of TCP. */
const bytes = (column: string, tcp: boolean): Computation => ({
  from: ['elb_status_code', column],
  compute: (status, count) => (isTcp(status) === tcp ? count : undefined),
});

/** Classic load balancers, with HTTP and with TCP listeners. */
export const elb = {
  renamed: {
    ...common.renamed,
    backend_ip: 'aws.elb.backend.ip',
    backend_port: 'aws.elb.backend.port',
    elb_status_code: 'http.response.status_code',
    backend_status_code: 'aws.elb.backend.http.response.status_code',
    request_verb: 'http.request.method',
    request_url: 'url.original',
    request: 'aws.elb.request',
    user_agent: 'user_agent.original',
    ssl_cipher: 'aws.elb.ssl_cipher',
    ssl_protocol: 'aws.elb.ssl_protocol',
  },
  computed: {
    'source.ip': ipOf('client_ip'),
    'aws.elb.request_processing_time.sec': duration('request_processing_time'),
    'aws.elb.backend_processing_time.sec': duration('backend_processing_time'),
    'aws.elb.response_processing_time.sec': duration('response_processing_time'),
    'aws.elb.protocol': { from: ['elb_status_code'], compute: (status) => (isTcp(status) ? 'tcp' : 'http') },
    'http.request.body.bytes': bytes('received_bytes', false),
    'http.response.body.bytes': bytes('sent_bytes', false),
    'http.version': httpVersion('request_proto'),
    'source.bytes': bytes('received_bytes', true),
    'destination.bytes': bytes('sent_bytes', true),
    ...urlParts('request_url'),
    ...tls('ssl_cipher', 'ssl_protocol'),
    'event.category': { from: ['elb_status_code'], compute: (status) => [isTcp(status) ? 'network' : 'web'] },
    'event.outcome': outcome('elb_status_code'),
    'event.end': copyOf('@timestamp'),
  },
  constants: common.constants,
} as const satisfies EcsMapping;
