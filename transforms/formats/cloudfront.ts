import { number, text, time } from './columns.ts';
import { headed, type Header } from './headed.ts';

/**
 * Standard logs of CloudFront: tabs between cells, columns as `#Fields` names them. A file without that line has the 33
 * documented fields, 23 in old files. Values are URL-encoded, and stay so; date and time of day are two columns.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
export const cloudfront = headed({
  name: 'cloudfront',
  minimum: 23,
  time: { name: 'date', second: 'time', style: 'date-and-time' },
  delimiter: '\t',
  comment: '#',
  headerIn: fieldsIn,
  columns: [
    time('date'),
    time('time'),
    text('x_edge_location'),
    number('sc_bytes'),
    text('c_ip'),
    text('cs_method'),
    text('cs_host'),
    text('cs_uri_stem'),
    number('sc_status'),
    text('cs_referer'),
    text('cs_user_agent'),
    text('cs_uri_query'),
    text('cs_cookie'),
    text('x_edge_result_type'),
    text('x_edge_request_id'),
    text('x_host_header'),
    text('cs_protocol'),
    number('cs_bytes'),
    number('time_taken'),
    text('x_forwarded_for'),
    text('ssl_protocol'),
    text('ssl_cipher'),
    text('x_edge_response_result_type'),
    text('cs_protocol_version'),
    text('fle_status'),
    number('fle_encrypted_fields'),
    number('c_port'),
    number('time_to_first_byte'),
    text('x_edge_detailed_result_type'),
    text('sc_content_type'),
    number('sc_content_len'),
    number('sc_range_start'),
    number('sc_range_end'),
  ],
});

const FIELDS = /^#Fields:\s*(?=\S)/;

/** `cs(User-Agent)` is `cs_user_agent`. */
function fieldsIn(lines: readonly string[]): Header | undefined {
  const line = lines.find((one) => FIELDS.test(one));
  if (line === undefined) return undefined;
  const names = line.replace(FIELDS, '').split(/\s+/);
  return {
    line,
    names: names.map((name) =>
      name
        .toLowerCase()
        .replace(/[-()]+/g, '_')
        .replace(/_$/, ''),
    ),
  };
}
