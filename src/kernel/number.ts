import { DASH, DOT, at, isDigit } from './bytes.ts';

/** Whether the bytes are a JSON number, to the letter of RFC 8259 §6: no leading zeros or plus, no bare dot. */
export function isJsonNumber(bytes: Buffer, start: number, end: number): boolean {
  let pos = start;
  if (pos < end && bytes[pos] === DASH) pos += 1;
  const whole = pos;
  pos = afterDigits(bytes, pos, end);
  if (pos === whole || (pos - whole > 1 && at(bytes, whole) === 0x30)) return false;
  if (pos < end && bytes[pos] === DOT) {
    const fraction = pos + 1;
    pos = afterDigits(bytes, fraction, end);
    if (pos === fraction) return false;
  }
  if (pos < end && (at(bytes, pos) | 0x20) === 0x65) {
    pos += 1;
    if (pos < end && (bytes[pos] === 0x2b || bytes[pos] === DASH)) pos += 1;
    const exponent = pos;
    pos = afterDigits(bytes, exponent, end);
    if (pos === exponent) return false;
  }
  return pos === end;
}

function afterDigits(bytes: Buffer, start: number, end: number): number {
  let pos = start;
  while (pos < end && isDigit(at(bytes, pos))) pos += 1;
  return pos;
}

/** What a double holds of a whole number, in digits, with none lost. */
const EXACT_DIGITS = 15;

/** Powers of ten, exact in a double, so that one division rounds as reading the text would. */
const TENS = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * The number that a JSON number of plain digits stands for, such as `200` or `0.000086`: the double that `Number` makes of
 * its text, without making the text. Undefined for everything else, numbers of other shapes among it.
 */
export function plainNumber(bytes: Buffer, start: number, end: number): number | undefined {
  if (end - start > EXACT_DIGITS || end === start) return undefined;
  let value = 0;
  let dot = end;
  for (let pos = start; pos < end; pos += 1) {
    const byte = at(bytes, pos);
    if (isDigit(byte)) value = 10 * value + byte - 0x30;
    else if (byte === DOT && dot === end && pos > start && pos < end - 1) dot = pos;
    else return undefined;
  }
  if (dot - start > 1 && at(bytes, start) === 0x30) return undefined;
  return dot === end ? value : value / (TENS[end - dot - 1] ?? NaN);
}
