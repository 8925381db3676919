/** A classic log line as a plain object, with the field names, types and left-out fields of the format `elb`. */
export interface PlainRecord {
  readonly timestamp: string | undefined;
  readonly elb: string | undefined;
  readonly client_ip: string | undefined;
  readonly client_port: number | undefined;
  readonly backend_ip: string | undefined;
  readonly backend_port: number | undefined;
  readonly request_processing_time: number | undefined;
  readonly backend_processing_time: number | undefined;
  readonly response_processing_time: number | undefined;
  readonly elb_status_code: number | undefined;
  readonly backend_status_code: number | undefined;
  readonly received_bytes: number | undefined;
  readonly sent_bytes: number | undefined;
  readonly request_verb: string | undefined;
  readonly request_url: string | undefined;
  readonly request_proto: string | undefined;
  readonly user_agent: string | undefined;
  readonly ssl_cipher: string | undefined;
  readonly ssl_protocol: string | undefined;
}

/** One object literal makes all records of one shape, which is what engines like. */
export function recordOf(line: string): PlainRecord {
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

/** Cells are parted by a space; one in double quotes may hold spaces, and `\"`. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let pos = 0;
  while (pos <= line.length) {
    if (line.charCodeAt(pos) === 0x22) {
      let close = line.indexOf('"', pos + 1);
      while (close > 0 && line.charCodeAt(close - 1) === 0x5c) close = line.indexOf('"', close + 1);
      if (close < 0) throw new Error('unbalanced_quote');
      cells.push(line.slice(pos + 1, close));
      pos = close + 2;
    } else {
      const space = line.indexOf(' ', pos);
      const end = space < 0 ? line.length : space;
      cells.push(line.slice(pos, end));
      pos = end + 1;
    }
  }
  return cells;
}

function text(cell: string | undefined): string | undefined {
  return cell === '-' ? undefined : cell;
}

function number(cell: string | undefined): number | undefined {
  return cell === '-' || cell === undefined ? undefined : Number(cell);
}

function ip(cell: string): string | undefined {
  if (cell === '-') return undefined;
  const address = cell.slice(0, cell.lastIndexOf(':'));
  return address.startsWith('[') ? address.slice(1, -1) : address;
}

function port(cell: string): number | undefined {
  return cell === '-' ? undefined : Number(cell.slice(cell.lastIndexOf(':') + 1));
}
