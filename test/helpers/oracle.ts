/**
 * The one grammar of delimited lines once more, written from its text and for nothing but to be read: strings (one
 * character a byte), no tables, no speed. What the kernels give is held against it, byte by byte.
 */
export interface OracleFormat {
  readonly delimiter: string;
  readonly minimum: number;
  /** `[` … `]` holds a cell together. */
  readonly brackets?: boolean;
  /** Lines that begin with this, and lines that are this, are passed over. */
  readonly comment?: string;
  readonly header?: string;
  readonly columns: readonly (readonly [name: string, kind: 'text' | 'number' | 'address' | 'request'])[];
}

export interface Reading {
  /** JSON lines, rejects in their places. */
  readonly text: string;
  readonly encountered: number;
  readonly parsed: number;
  readonly rejected: number;
  readonly skipped: number;
}

type Empty = 'omit' | 'null' | 'keep';

/** What becomes of an object of these bytes. */
export function oracle(bytes: Buffer, format: OracleFormat, empty: Empty = 'omit'): Reading {
  const lines = bytes.toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const contents = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const met = contents.filter((line) => isMet(line, format)).map((line) => readLine(line, format, empty));
  const rejected = met.filter(({ reject }) => reject).length;
  return {
    text: met.map(({ json }) => `${json}\n`).join(''),
    encountered: lines.length,
    parsed: met.length - rejected,
    rejected,
    skipped: lines.length - met.length,
  };
}

function isMet(line: string, { comment, header }: OracleFormat): boolean {
  return line !== '' && line !== header && (comment === undefined || !line.startsWith(comment));
}

function readLine(line: string, format: OracleFormat, empty: Empty): { json: string; reject: boolean } {
  const read = cellsOf(line, format, false) ?? cellsOf(line, format, true);
  if (read === undefined) return { json: rejected(line, 'unbalanced_quote'), reject: true };
  if (read.length < format.minimum) return { json: rejected(line, 'too_few_fields'), reject: true };
  const members = format.columns.flatMap(([name, kind], i) => {
    const cell = read[i];
    return cell === undefined ? [] : partsOf(name, kind, cell).map((part) => memberOf(part, kind, empty));
  });
  const extra = read.slice(format.columns.length).map(jsonOf);
  const all = [...members, extra.length === 0 ? '' : `"extra":[${extra.join(',')}]`];
  return { json: `{${all.filter((member) => member !== '').join(',')}}`, reject: false };
}

/** Rules 2 to 4. Undefined: the quotes do not come out even, or a bracket is never closed. */
function cellsOf(line: string, format: OracleFormat, lenient: boolean): string[] | undefined {
  const { delimiter, brackets = false } = format;
  const cells = [''];
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    if (brackets && !quoted && cells.at(-1) === '' && line[i] === '[') {
      const closing = line.indexOf(']', i);
      if (closing < 0) return undefined;
      cells.splice(-1, 1, line.slice(i, closing + 1));
      i = closing;
      continue;
    }
    if (line[i] === '"' && switches(line, i, quoted, delimiter, lenient)) quoted = !quoted;
    if (line[i] === delimiter && !quoted) cells.push('');
    else cells.push(`${cells.pop() ?? ''}${line.charAt(i)}`);
  }
  return quoted ? undefined : cells.map((cell) => unquoted(cell, format, lenient));
}

function switches(line: string, i: number, quoted: boolean, delimiter: string, lenient: boolean): boolean {
  if (!quoted || line[i - 1] !== '\\') return true;
  return lenient && (line[i + 1] === delimiter || i + 1 === line.length);
}

function unquoted(cell: string, { delimiter, brackets = false }: OracleFormat, lenient: boolean): string {
  if (brackets && cell.startsWith('[')) return cell.indexOf(']') === cell.length - 1 ? cell.slice(1, -1) : cell;
  if (!cell.startsWith('"')) return cell;
  let closing = 1;
  while (cell[closing] !== '"' || !switches(cell, closing, true, delimiter, lenient)) closing += 1;
  return closing === cell.length - 1 ? cell.slice(1, -1) : cell;
}

/** Rule 8. */
function partsOf(name: string, kind: string, cell: string): readonly (readonly [name: string, value: string])[] {
  if (kind === 'address') {
    const [, ip, port] = /^([^]*):([0-9]+)$/.exec(cell) ?? [];
    const bare = (ip ?? cell).replace(/^\[([^]*)\]$/, '$1');
    return port === undefined
      ? [[`${name}_ip`, bare]]
      : [
          [`${name}_ip`, bare],
          [`${name}_port`, port],
        ];
  }
  if (kind !== 'request') return [[name, cell]];
  const words = cell.replace(/ +$/, '').split(' ');
  const verb = words.shift() ?? '';
  if (words.length === 0) return [[name, cell]];
  const version = /^(-|[A-Za-z]+\/[0-9.]+)$/.test(words.at(-1) ?? '') ? words.pop() : undefined;
  return [
    [`${name}_verb`, verb],
    ...(words.length === 0 ? [] : [[`${name}_url`, words.join(' ')] as const]),
    ...(version === undefined ? [] : [[`${name}_proto`, version] as const]),
  ];
}

/** Rules 4, 6 and 7. */
function memberOf([name, value]: readonly [string, string], kind: string, empty: Empty): string {
  if (value === '-' && empty === 'omit') return '';
  if (value === '-' && empty === 'null') return `"${name}":null`;
  const numeric = kind === 'number' || (kind === 'address' && name.endsWith('_port'));
  const isNumber = numeric && /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/.test(value);
  return `"${name}":${isNumber ? value : jsonOf(value)}`;
}

function rejected(line: string, error: string): string {
  return `{"message":${jsonOf(line.slice(0, 65536))},"tags":["_parsefailure"],"error":"${error}"}`;
}

function jsonOf(bytes: string): string {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  return JSON.stringify(utf8.decode(Buffer.from(bytes, 'latin1')));
}

/** `timestamp elb client:port …`, as the documentation of classic load balancers has it. */
export const elbOracle: OracleFormat = {
  delimiter: ' ',
  minimum: 12,
  columns: [
    ['timestamp', 'text'],
    ['elb', 'text'],
    ['client', 'address'],
    ['backend', 'address'],
    ['request_processing_time', 'number'],
    ['backend_processing_time', 'number'],
    ['response_processing_time', 'number'],
    ['elb_status_code', 'number'],
    ['backend_status_code', 'number'],
    ['received_bytes', 'number'],
    ['sent_bytes', 'number'],
    ['request', 'request'],
    ['user_agent', 'text'],
    ['ssl_cipher', 'text'],
    ['ssl_protocol', 'text'],
  ],
};

const albTexts = (
  'user_agent ssl_cipher ssl_protocol target_group_arn trace_id domain_name chosen_cert_arn matched_rule_priority ' +
  'request_creation_time actions_executed redirect_url error_reason target_port_list target_status_code_list ' +
  'classification classification_reason conn_trace_id transformed_host transformed_uri request_transform_status ip_address'
).split(' ');

/** The same for application load balancers. */
export const albOracle: OracleFormat = {
  delimiter: ' ',
  minimum: 17,
  columns: [
    ['type', 'text'],
    ['time', 'text'],
    ['elb', 'text'],
    ['client', 'address'],
    ['target', 'address'],
    ['request_processing_time', 'number'],
    ['target_processing_time', 'number'],
    ['response_processing_time', 'number'],
    ['elb_status_code', 'number'],
    ['target_status_code', 'number'],
    ['received_bytes', 'number'],
    ['sent_bytes', 'number'],
    ['request', 'request'],
    ...albTexts.map((name) => [name, name === 'matched_rule_priority' ? 'number' : 'text'] as const),
  ],
};
