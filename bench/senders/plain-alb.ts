import { cellsOf, ip, number, port, text } from './plain-cells.ts';
import type { PlainFormat } from './plain-format.ts';

/** An application load balancer's line as a plain object, as the format `alb` has it. */
type AlbRecord = ReturnType<typeof albRecord>;

/** One object literal makes all records of one shape, which is what engines like. */
function albRecord(line: string) {
  const cells = cellsOf(line);
  if (cells.length < 17) throw new Error('too_few_fields');
  const client = cells[3] ?? '-';
  const target = cells[4] ?? '-';
  const request = cells[12] ?? '-';
  const verbEnd = request.indexOf(' ');
  const urlEnd = request.lastIndexOf(' ');
  return {
    type: text(cells[0]),
    time: text(cells[1]),
    elb: text(cells[2]),
    client_ip: ip(client),
    client_port: port(client),
    target_ip: ip(target),
    target_port: port(target),
    request_processing_time: number(cells[5]),
    target_processing_time: number(cells[6]),
    response_processing_time: number(cells[7]),
    elb_status_code: number(cells[8]),
    target_status_code: number(cells[9]),
    received_bytes: number(cells[10]),
    sent_bytes: number(cells[11]),
    request_verb: text(request.slice(0, verbEnd)),
    request_url: text(request.slice(verbEnd + 1, urlEnd)),
    request_proto: text(request.slice(urlEnd + 1)),
    user_agent: text(cells[13]),
    ssl_cipher: text(cells[14]),
    ssl_protocol: text(cells[15]),
    target_group_arn: text(cells[16]),
    trace_id: text(cells[17]),
    domain_name: text(cells[18]),
    chosen_cert_arn: text(cells[19]),
    matched_rule_priority: number(cells[20]),
    request_creation_time: text(cells[21]),
    actions_executed: text(cells[22]),
    redirect_url: text(cells[23]),
    error_reason: text(cells[24]),
    target_port_list: text(cells[25]),
    target_status_code_list: text(cells[26]),
    classification: text(cells[27]),
    classification_reason: text(cells[28]),
    conn_trace_id: text(cells[29]),
    transformed_host: text(cells[30]),
    transformed_uri: text(cells[31]),
    request_transform_status: text(cells[32]),
    ip_address: text(cells[33]),
  };
}

/** A copy that keeps its shape is the quickest way to rename; JSON leaves undefined members out. */
function albRenamed(record: AlbRecord) {
  return { ...record, '@timestamp': record.time, time: undefined };
}

export const plainAlb: PlainFormat<AlbRecord> = { parse: albRecord, rename: albRenamed };
