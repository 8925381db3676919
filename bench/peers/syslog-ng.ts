import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job, Peer } from './peer.ts';

/**
 * syslog-ng: file → csv-parser → format-json → network. Threaded, with a large window between source and destination:
 * smaller ones make the file source wait for its next look at the file. Type hints make JSON numbers; `-` is unset, and
 * drops out of numbers by itself. The destination writes each message by itself, which no option changes.
 */
export const syslogNg: Peer = {
  program: 'syslog-ng',
  versionFlag: '-V',
  async configure({ folder, path, port }: Job) {
    const config = join(folder, 'syslog-ng.conf');
    await writeFile(config, configuration(path, port));
    const own = (name: string): string => join(folder, `syslog-ng.${name}`);
    return ['-F', '-f', config, '-p', own('pid'), '-R', own('persist'), '-c', own('ctl')];
  },
};

const COLUMNS = [
  'timestamp',
  'elb',
  'client',
  'backend',
  'request_processing_time',
  'backend_processing_time',
  'response_processing_time',
  'elb_status_code',
  'backend_status_code',
  'received_bytes',
  'sent_bytes',
  'request',
  'user_agent',
  'ssl_cipher',
  'ssl_protocol',
];

const TEXTS = ['request_verb', 'request_url', 'request_proto', 'user_agent', 'ssl_cipher', 'ssl_protocol'];
const WHOLE = ['client_port', 'backend_port', ...COLUMNS.slice(7, 11)];
const FRACTIONS = COLUMNS.slice(4, 7);

function configuration(path: string, port: number): string {
  const cast = (type: string, name: string): string => `--pair ${name}=${type}(\${${name}})`;
  const json = [
    '@timestamp=${timestamp}',
    `--key elb,client_ip,backend_ip,${TEXTS.join(',')}`,
    ...WHOLE.map((name) => cast('int64', name)),
    ...FRACTIONS.map((name) => cast('double', name)),
  ].join(' ');
  return `
@version: 3.38
options {
  threaded(yes); stats-freq(0); use-dns(no); dns-cache(no); log-msg-size(65536); keep-hostname(yes);
  keep-timestamp(yes); on-error("silently-drop-property");
};
source lines {
  file("${path}" flags(no-parse, no-hostname) follow-freq(0.1) log-fetch-limit(10000) log-iw-size(100000));
};
${parser('cells', '${MESSAGE}', COLUMNS, ' ', '""')}
${parser('client', '${client}', ['client_ip', 'client_port'], ':', '[]')}
${parser('backend', '${backend}', ['backend_ip', 'backend_port'], ':', '[]')}
${parser('request', '${request}', TEXTS.slice(0, 3), ' ', '""')}
rewrite empty {
  ${unset('backend_ip', 'backend')} ${TEXTS.slice(3)
    .map((name) => unset(name, name))
    .join(' ')}
};
template json { template("$(format-json ${json})\\n"); template_escape(no); };
destination out {
  network("127.0.0.1" port(${port}) transport("tcp") template(json) flush-lines(1000) log-fifo-size(200000));
};
log {
  source(lines); parser(cells); parser(client); parser(backend); parser(request); rewrite(empty);
  destination(out); flags(flow-control);
};
`;
}

function parser(name: string, of: string, columns: readonly string[], delimiter: string, quotes: string): string {
  const names = columns.map((column) => `"${column}"`).join(',');
  const how = `delimiters("${delimiter}") quote-pairs('${quotes}') flags(escape-none)`;
  return `parser ${name} { csv-parser(template("${of}") columns(${names}) ${how}); };`;
}

function unset(name: string, where: string): string {
  return `unset(value("${name}") condition("\${${where}}" eq "-"));`;
}
