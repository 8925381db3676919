import { DASH, DOT, PLUS, ZERO, at, isDigit } from './bytes';

/** Whether the bytes are a JSON number: see `isJsonNumber` of the reference kernel. */
export function isJsonNumber(start: usize, end: usize): bool {
  const length = end - start;
  if (length - 1 >= 16) return isAnyNumber(start, end);
  const bytes = v128.load(start);
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(<i8>ZERO)), i8x16.splat(10));
  const others = ~i8x16.bitmask(digits) & ((1 << (<i32>length)) - 1);
  // How many digits there are before the dot, where all others are digits.
  const whole = others == 0 ? <i32>length : ctz(others);
  const plain = others == 0 || (others == 1 << whole && at(start + <usize>whole) == DOT && whole < <i32>length - 1);
  if (!plain || whole == 0) return isAnyNumber(start, end);
  return whole == 1 || at(start) != ZERO;
}

/** The same for numbers with a sign or an exponent, and for all that is none. */
function isAnyNumber(start: usize, end: usize): bool {
  let pos = start;
  if (pos < end && at(pos) == DASH) pos += 1;
  const whole = pos;
  pos = afterDigits(pos, end);
  if (pos == whole || (pos - whole > 1 && at(whole) == ZERO)) return false;
  if (pos < end && at(pos) == DOT) {
    const fraction = pos + 1;
    pos = afterDigits(fraction, end);
    if (pos == fraction) return false;
  }
  if (pos < end && (at(pos) | 0x20) == 0x65) {
    pos += 1;
    if (pos < end && (at(pos) == PLUS || at(pos) == DASH)) pos += 1;
    const exponent = pos;
    pos = afterDigits(exponent, end);
    if (pos == exponent) return false;
  }
  return pos == end;
}

function afterDigits(start: usize, end: usize): usize {
  let pos = start;
  while (pos < end && isDigit(at(pos))) pos += 1;
  return pos;
}
