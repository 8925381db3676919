/**
 * Copies what stands between two addresses, and answers where the copy ends. It copies 32 bytes at once, for most are
 * shorter, so up to 32 too many: both sides must have room for that.
 */
export function copy(to: usize, start: usize, end: usize): usize {
  const length = end - start;
  v128.store(to, v128.load(start));
  v128.store(to, v128.load(start, 16), 16);
  for (let i: usize = 32; i < length; i += 16) v128.store(to + i, v128.load(start + i));
  return to + length;
}
