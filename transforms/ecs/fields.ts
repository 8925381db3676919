import { isIP } from 'node:net';
import type { CellValue, Computation } from '../../src/column.ts';

/** The same value once more, under another name. */
export const copyOf = (column: string): Computation => ({ from: [column], compute: (value) => value });

/** As text, for fields that Elastic's mapping calls keywords; -1, no value, is left out. */
export const keyword = (column: string): Computation => ({
  from: [column],
  compute: (value) => (value === -1 ? undefined : value?.toString()),
});

/** A duration; -1, never dispatched, is left out, or averages would be wrong. */
export const duration = (column: string): Computation => ({
  from: [column],
  compute: (value) => (value === -1 ? undefined : value),
});

/** An address, where it is one: Elasticsearch refuses a document for any other text in such a field. */
export const ipOf = (column: string): Computation => ({
  from: [column],
  compute: (address) => (typeof address === 'string' && isIP(address) !== 0 ? address : undefined),
});

/** Several values in one cell. */
export const listOf = (column: string, separator: string): Computation => ({
  from: [column],
  compute: (cell) => (cell === undefined || cell === '' ? undefined : cell.toString().split(separator)),
});

/** `1.1` of `HTTP/1.1`. */
export const httpVersion = (column: string): Computation => ({
  from: [column],
  compute: (version) => version?.toString().replace(/^HTTP\//, ''),
});

/** Success below 400, failure from there on. */
export const outcome = (column: string): Computation => ({
  from: [column],
  compute: (status) => (typeof status !== 'number' ? undefined : status < 400 ? 'success' : 'failure'),
});

/** `tls` and `1.2` of `TLSv1.2` and of `tlsv12`. */
function tlsVersion(protocol: CellValue): { readonly name?: string | undefined; readonly version?: string } {
  const [, name, digits] = /^([A-Za-z]+)v(\d[\d.]*)$/.exec(protocol?.toString() ?? '') ?? [];
  if (name === undefined || digits === undefined) return {};
  const version = digits.includes('.')
    ? digits
    : digits.length === 1
      ? `${digits}.0`
      : `${digits[0]}.${digits.slice(1)}`;
  return { name: name.toLowerCase(), version };
}

/** The fields of `tls`, from the columns of the cipher and of the protocol. */
export const tls = (cipher: string, protocol: string) =>
  ({
    'tls.cipher': copyOf(cipher),
    'tls.version': { from: [protocol], compute: (value: CellValue) => tlsVersion(value).version },
    'tls.version_protocol': { from: [protocol], compute: (value: CellValue) => tlsVersion(value).name },
  }) as const;
