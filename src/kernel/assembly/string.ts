import { BACKSLASH, QUOTE, SPACE, ZERO, at } from './bytes';
import { copy } from './copy';
import { wellFormed } from './utf8';

/** Writes bytes as a JSON string and answers where it ends. Byte for byte what `JSON.stringify` makes of them as UTF-8. */
export function escaped(out: usize, start: usize, end: usize): usize {
  store<u8>(out, <u8>QUOTE);
  out += 1;
  let from = start;
  while (from < end) {
    const safe = safeUntil(from, end);
    out = copy(out, from, safe);
    from = safe;
    if (from == end) break;
    const byte = at(from);
    if (byte < 0x80) {
      out = escape(out, byte);
      from += 1;
      continue;
    }
    const length = wellFormed(from, end);
    if (length > 0) out = copy(out, from, from + <usize>length);
    else {
      // U+FFFD for the longest part of a character that was not finished, as WHATWG's Encoding Standard has it.
      store<u32>(out, 0xbdbfef);
      out += 3;
    }
    from += <usize>(length > 0 ? length : -length);
  }
  store<u8>(out, <u8>QUOTE);
  return out + 1;
}

/** Where the first byte is that needs a second look: a control character, a quote, a backslash, or beyond ASCII. */
export function safeUntil(start: usize, end: usize): usize {
  for (let pos = start; pos < end; pos += 16) {
    const bytes = v128.load(pos);
    const found = i8x16.bitmask(
      v128.or(
        i8x16.lt_s(bytes, i8x16.splat(<i8>SPACE)),
        v128.or(i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)), i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH))),
      ),
    );
    if (found != 0) {
      const at = pos + <usize>ctz(found);
      return at < end ? at : end;
    }
  }
  return end;
}

/** One byte below 0x80 as JSON escapes it. */
function escape(out: usize, byte: u32): usize {
  store<u8>(out, <u8>BACKSLASH);
  const short = shortOf(byte);
  if (short != 0) {
    store<u8>(out, <u8>short, 1);
    return out + 2;
  }
  store<u8>(out, 0x75, 1);
  store<u8>(out, <u8>ZERO, 2);
  store<u8>(out, <u8>ZERO, 3);
  store<u8>(out, <u8>(ZERO + (byte >> 4)), 4);
  const low = byte & 15;
  store<u8>(out, <u8>(low < 10 ? ZERO + low : 0x57 + low), 5);
  return out + 6;
}

/** The letter behind the backslash, where there is a short form; else 0. */
function shortOf(byte: u32): u32 {
  switch (byte) {
    case 0x08:
      return 0x62;
    case 0x09:
      return 0x74;
    case 0x0a:
      return 0x6e;
    case 0x0c:
      return 0x66;
    case 0x0d:
      return 0x72;
    case QUOTE:
    case BACKSLASH:
      return byte;
    default:
      return 0;
  }
}
