/** Load-balancer logs that look like real ones, as many as you like and the same for the same seed. */
import { albLine } from './alb-line.ts';
import { elbLine } from './elb-line.ts';
import { below, mulberry32, type Random } from './random.ts';

export { albLine, elbLine, mulberry32, type Random };

export interface GenerateOptions {
  readonly lines: number;
  /** Default: 1. */
  readonly seed?: number;
}

/** Writes one line, without its newline, of a request met at `at` (milliseconds since 1970). */
export type LineMaker = (random: Random, at: number) => string;

const CHUNK_BYTES = 65536;
const FIRST = Date.UTC(2026, 2, 14, 9, 0, 0);

/** Buffers of about 64 KiB of whole lines, each line ending in LF; times advance by 0 to 39 ms a line. */
function* chunks(make: LineMaker, { lines, seed = 1 }: GenerateOptions): Generator<Buffer, void, undefined> {
  const random = mulberry32(seed);
  let at = FIRST;
  let text = '';
  for (let line = 0; line < lines; line += 1) {
    at += below(random, 40);
    text += make(random, at) + '\n';
    if (text.length >= CHUNK_BYTES) {
      yield Buffer.from(text, 'latin1');
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text, 'latin1');
}

export const generate = {
  /** Classic load balancer, 15 fields: 306 bytes a line on average, newline included. */
  elb: (options: GenerateOptions) => chunks(elbLine, options),
  /** Application load balancer, 34 fields: 695 bytes a line on average, newline included. Not compressed. */
  alb: (options: GenerateOptions) => chunks(albLine, options),
} as const;
