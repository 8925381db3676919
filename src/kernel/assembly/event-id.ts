import { ZERO } from './bytes';

/** 36⁶, the largest power of 36 in 32 bits: division of 32-bit numbers is several times as fast. */
const CHUNK: u64 = 2176782336;
const CHUNK_DIGITS: i32 = 6;

/** Writes a number in base 36, lower case, and answers where it ends. */
export function base36(out: usize, value: u64): usize {
  if (value < CHUNK) return digits(out, <u32>value, lengthOf(<u32>value));
  const end = base36(out, value / CHUNK);
  return digits(end, <u32>(value % CHUNK), CHUNK_DIGITS);
}

function digits(out: usize, value: u32, length: i32): usize {
  const end = out + <usize>length;
  for (let pos = end - 1; pos >= out; pos -= 1) {
    const digit = value % 36;
    store<u8>(pos, <u8>(digit < 10 ? ZERO + digit : 0x57 + digit));
    value /= 36;
  }
  return end;
}

function lengthOf(value: u32): i32 {
  let length: i32 = 1;
  for (let rest = value / 36; rest > 0; rest /= 36) length += 1;
  return length;
}
