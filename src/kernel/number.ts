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
