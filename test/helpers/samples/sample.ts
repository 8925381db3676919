import { below, type Random } from '../../../src/testing/random.ts';

/** Lines of one format, as AWS or the server's makers document them, with values that vary. */
export interface Sample {
  /** What stands at the head of a file, newlines included. */
  readonly head?: string;
  /** One line without its end; for a document, one item of it. */
  line(random: Random): string;
  /** For a document: all of it, of these items. */
  document?(items: readonly string[]): string;
}

export const one = <T>(random: Random, ...values: readonly [T, ...T[]]): T =>
  values[below(random, values.length)] ?? values[0];

export const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => below(random, 16).toString(16)).join('');

export const ip = (random: Random): string =>
  random() < 0.8 ? `192.0.2.${below(random, 256)}` : `2001:db8::${hex(random, 4)}`;

export const port = (random: Random): number => 1024 + below(random, 64000);

/** A moment of 2026, in milliseconds. */
export const moment = (random: Random): number => Date.UTC(2026, 0, 1) + below(random, 300 * 86_400_000);

export const iso = (random: Random): string => new Date(moment(random)).toISOString();

/** `06/Feb/2019:00:00:38 +0000`. */
export function clfTime(random: Random): string {
  const [, weekdayless = ''] = new Date(moment(random)).toUTCString().split(', ');
  const [day, month, year, time] = weekdayless.split(' ');
  return `${day}/${month}/${year}:${time} ${one(random, '+0000', '-0730')}`;
}

export const status = (random: Random): number => one(random, 200, 200, 204, 301, 304, 403, 404, 500, 503);

export const path = (random: Random): string =>
  `/${one(random, 'photos', 'docs/a', 'cart')}/${hex(random, 6)}${one(random, '', '?page=2&sort=up', '?q=a%20b')}`;

export const agent = (random: Random): string =>
  one(
    random,
    'curl/8.5.0',
    'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
    'S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.590',
  );
