import { at } from './bytes';

/**
 * The length of the character that begins here, or, where it is none, minus the length of the longest beginning of one,
 * at least 1: what stands for a single U+FFFD (WHATWG Encoding Standard, UTF-8 decoder). The first byte is above 0x7f.
 */
export function wellFormed(start: usize, end: usize): i32 {
  const lead = at(start);
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length: i32 = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let i: i32 = 1; i < length; i += 1) {
    const pos = start + <usize>i;
    if (pos == end) return -i;
    const byte = at(pos);
    const least: u32 = i > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const most: u32 = i > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (byte < least || byte > most) return -i;
  }
  return length;
}
