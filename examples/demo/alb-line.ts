type JsonObject = Readonly<Record<string, unknown>>;

/** The line that a record was made of, and where it stood in its object. */
export interface Origin {
  /** The byte offset in base 36, from the event id. */
  readonly place: string;
  readonly line: string;
}

/**
 * Rebuilds the log line from a record that the demo's flow has shipped: the flow run backwards, renames and all. Throws
 * where the JSON is no such record.
 */
export function rebuilt(json: string): Origin {
  const record = object(JSON.parse(json));
  const cell = (name: string): string => text(record[name]);
  const source = object(record.source);
  const agent = object(record.user_agent ?? {});
  const line =
    `${cell('type')} ${cell('@timestamp')} ${cell('elb')} ${address(source.ip, source.port)} ` +
    `${address(record.target_ip, record.target_port)} ${seconds(record.request_processing_time)} ` +
    `${seconds(record.target_processing_time)} ${seconds(record.response_processing_time)} ` +
    `${cell('elb_status_code')} ${cell('target_status_code')} ${cell('received_bytes')} ${cell('sent_bytes')} ` +
    `"${cell('request_verb')} ${cell('request_url')} ${cell('request_proto')}" "${text(agent.original)}" ` +
    `${cell('ssl_cipher')} ${cell('ssl_protocol')} ${cell('target_group_arn')} "${cell('trace_id')}" ` +
    `"${cell('domain_name')}" "${cell('chosen_cert_arn')}" ${cell('matched_rule_priority')} ` +
    `${cell('request_creation_time')} "${cell('actions_executed')}" "${cell('redirect_url')}" ` +
    `"${cell('error_reason')}" "${cell('target_port_list')}" "${cell('target_status_code_list')}" ` +
    `"${cell('classification')}" "${cell('classification_reason')}" ${cell('conn_trace_id')} ` +
    `"${cell('transformed_host')}" "${cell('transformed_uri')}" "${cell('request_transform_status')}" ` +
    cell('ip_address');
  const id = text(object(record['@metadata'])._id);
  return { place: id.slice(id.lastIndexOf('-') + 1), line };
}

/** An absent cell was `-`. */
function text(value: unknown): string {
  if (value === undefined) return '-';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TypeError(`not a cell: ${JSON.stringify(value)}`);
}

/** Six decimals, as the generator writes them; -1: the request was never sent on. */
function seconds(value: unknown): string {
  return typeof value === 'number' && value !== -1 ? value.toFixed(6) : text(value);
}

function address(ip: unknown, port: unknown): string {
  if (ip === undefined) return '-';
  return text(ip).includes(':') ? `[${text(ip)}]:${text(port)}` : `${text(ip)}:${text(port)}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

function object(value: unknown): JsonObject {
  if (isObject(value)) return value;
  throw new TypeError(`not an object: ${JSON.stringify(value)}`);
}
