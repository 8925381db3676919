import { pick, type Random } from './random.ts';
import { thousandths } from './traffic.ts';

let cached = { second: Number.NaN, text: '' };

/**
 * `2026-03-14T09:00:00.123456Z`: `at` in milliseconds since 1970, what lies below a millisecond at random. Remembers the
 * text of the last second, because a Date costs as much as the rest of a line.
 */
export function timestamp(random: Random, at: number): string {
  const second = Math.floor(at / 1000);
  if (second !== cached.second) cached = { second, text: new Date(second * 1000).toISOString().slice(0, 20) };
  return `${cached.text}${thousandths[at - second * 1000] ?? '000'}${pick(random, thousandths)}Z`;
}
