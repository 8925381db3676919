/* Settings that are one value: a number, a name, an address. */
import { shown, text, Unfit } from './config-text.ts';
import { checkedPath } from './nesting.ts';

/** Digits and nothing else: `2x`, `1e3`, ` 2` and nothing at all are no numbers here. */
export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  const values = `a whole number from ${min} to ${max}`;
  return text(values, (text) => {
    const value = /^(0|[1-9]\d*)$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new Unfit(`must be ${values}, not ${shown(text)}`);
  });
}

/** The same, or `none` for no limit. */
export const limit = text('a whole number, or `none`', limitIn);

/** The same, where nothing at all would make no sense. */
export const limitFrom1 = text('a whole number from 1 on, or `none`', (text) => {
  const value = limitIn(text);
  if (value >= 1) return value;
  throw new Unfit(`must be a whole number from 1 on, or none, not ${shown(text)}`);
});

function limitIn(text: string): number {
  if (text === 'none') return Infinity;
  if (/^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  throw new Unfit(`must be a whole number or none, not ${shown(text)}`);
}

export function oneOf<const Names extends readonly string[]>(names: Names) {
  return text(choice(names), (text): Names[number] => {
    const found = names.find((name) => name === text);
    if (found !== undefined) return found;
    throw new Unfit(`must be one of ${names.join(', ')}, not ${shown(text)}`);
  });
}

/** Names to choose from, in words. */
export function choice(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

const schemes = ['tcp:', 'tls:'];

export const address = text('`tcp://host:port` or `tls://host:port`, an IPv6 address in brackets', (text): Address => {
  const wanted = 'must be tcp://host:port or tls://host:port, an IPv6 address in brackets';
  // The URL class would pass over white space.
  if (/\s/.test(text) || !text.includes('://') || !URL.canParse(text)) {
    throw new Unfit(`${wanted} and the port from 1 to 65535, not ${shown(text)}`);
  }
  const url = new URL(text);
  const port = Number(url.port);
  const portFault = url.port === '' ? 'the port is missing' : 'there is no port 0';
  const faults = [
    ...(schemes.includes(url.protocol) ? [] : [`the scheme \`${url.protocol.slice(0, -1)}\` is not known`]),
    ...(url.username === '' && url.password === '' ? [] : ['credentials have no place in it']),
    ...(url.hostname === '' ? ['the host is missing'] : []),
    ...(port > 0 || !schemes.includes(url.protocol) ? [] : [portFault]),
    ...(['', '/'].includes(url.pathname) && url.search === '' && url.hash === '' ? [] : ['a path has no place in it']),
  ];
  if (faults.length > 0) throw new Unfit(`${wanted}, not ${shown(text)}: ${faults.join(', ')}`);
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, secure: url.protocol === 'tls:' };
});

/** A queue of SQS. */
export const queueUrl = text('the URL of a queue of SQS', (text) => {
  if (URL.canParse(text) && /^https?:\/\/[^/@]+\/.+/i.test(text)) return text;
  throw new Unfit(
    `must be the URL of a queue of SQS, https://sqs.region.amazonaws.com/account/name, not ${shown(text)}`,
  );
});

/** Where dead letters go. */
export const letterPlace = text('`s3://bucket/prefix`, a file, or a directory', (text) => {
  if (text !== '' && (!text.includes('://') || /^s3:\/\/[a-z0-9._-]+(\/|$)/i.test(text))) return text;
  throw new Unfit(`must be s3://bucket/prefix or a path, not ${shown(text)}`);
});

/** A switch. */
export const onOrOff = text('`on` or `off`', (text): boolean => {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new Unfit(`must be on or off, not ${shown(text)}`);
});

/** A namespace of CloudWatch. `off`: no metrics. */
export const metricsNamespace = text('a namespace of CloudWatch, or `off`', (text) => {
  if (text === 'off') return undefined;
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html; its own begin with AWS/.
  if (/^(?![ :]|AWS\/)[\w.#:/ -]{1,255}$/.test(text)) return text;
  const wanted = 'a namespace of CloudWatch (letters, digits, spaces and . - _ / # :, not AWS/…), or off';
  throw new Unfit(`must be ${wanted}, not ${shown(text)}`);
});

/** A name that the user gives a field; its dots nest. `off`: no such field. */
export const nameOrOff = text('a name, whose dots nest; or `off`', (text) => {
  if (text === 'off') return undefined;
  checkedPath(text);
  return text;
});
