import { cellsOf, ip, number, port, text } from './plain-cells.ts';
import type { PlainFormat } from './plain-format.ts';

/** A classic log line as a plain object, with the field names, types and left-out fields of the format `elb`. */
type ElbRecord = ReturnType<typeof elbRecord>;

/** One object literal makes all records of one shape, which is what engines like. */
function elbRecord(line: string) {
  const cells = cellsOf(line);
  if (cells.length < 12) throw new Error('too_few_fields');
  const client = cells[2] ?? '-';
  const backend = cells[3] ?? '-';
  const request = cells[11] ?? '-';
  const verbEnd = request.indexOf(' ');
  const urlEnd = request.lastIndexOf(' ');
  return {
    timestamp: text(cells[0]),
    elb: text(cells[1]),
    client_ip: ip(client),
    client_port: port(client),
    backend_ip: ip(backend),
    backend_port: port(backend),
    request_processing_time: number(cells[4]),
    backend_processing_time: number(cells[5]),
    response_processing_time: number(cells[6]),
    elb_status_code: number(cells[7]),
    backend_status_code: number(cells[8]),
    received_bytes: number(cells[9]),
    sent_bytes: number(cells[10]),
    request_verb: text(request.slice(0, verbEnd)),
    request_url: text(request.slice(verbEnd + 1, urlEnd)),
    request_proto: text(request.slice(urlEnd + 1)),
    user_agent: text(cells[12]),
    ssl_cipher: text(cells[13]),
    ssl_protocol: text(cells[14]),
  };
}

/** A copy that keeps its shape is the quickest way to rename; JSON leaves undefined members out. */
function elbRenamed(record: ElbRecord) {
  return { ...record, '@timestamp': record.timestamp, timestamp: undefined };
}

export const plainElb: PlainFormat<ElbRecord> = { parse: elbRecord, rename: elbRenamed };
