import { CLOSE_BRACKET, COLON, DASH, DOT, OPEN_BRACKET, SLASH, SPACE, at, isDigit, isLetter } from './bytes';

/** Sets a slot: two positions, counted from the first byte of the batch. */
export function setSlot(slot: usize, bytes: usize, from: usize, to: usize): void {
  store<u64>(slot, (<u64>(from - bytes)) | ((<u64>(to - bytes)) << 32));
}

/** `address:port` into two slots: see `splitAddress` of the reference kernel. */
export function splitAddress(bytes: usize, start: usize, end: usize, slot: usize): void {
  let colon = end - 1;
  while (colon >= start && isDigit(at(colon))) colon -= 1;
  const hasPort = colon >= start && colon < end - 1 && at(colon) == COLON;
  if (hasPort) setSlot(slot + 8, bytes, colon + 1, end);
  const last = hasPort ? colon : end;
  const bracketed = last >= start + 2 && at(start) == OPEN_BRACKET && at(last - 1) == CLOSE_BRACKET;
  if (bracketed) setSlot(slot, bytes, start + 1, last - 1);
  else setSlot(slot, bytes, start, last);
}

/** A request line into four slots: see `splitRequest` of the reference kernel. */
export function splitRequest(bytes: usize, start: usize, end: usize, slot: usize): void {
  let last = end;
  while (last > start && at(last - 1) == SPACE) last -= 1;
  let verbEnd = start;
  while (verbEnd < last && at(verbEnd) != SPACE) verbEnd += 1;
  if (verbEnd == last) {
    setSlot(slot + 24, bytes, start, end);
    return;
  }
  setSlot(slot, bytes, start, verbEnd);
  let word = last;
  while (at(word - 1) != SPACE) word -= 1;
  let urlEnd = last;
  if (isVersion(word, last)) {
    setSlot(slot + 16, bytes, word, last);
    urlEnd = word - 1;
  }
  if (urlEnd > verbEnd) setSlot(slot + 8, bytes, verbEnd + 1, urlEnd);
}

/** `-`, or letters, a slash, digits and dots. */
function isVersion(start: usize, end: usize): bool {
  if (end - start == 1 && at(start) == DASH) return true;
  let pos = start;
  while (pos < end && isLetter(at(pos))) pos += 1;
  if (pos == start || pos == end || at(pos) != SLASH) return false;
  const digits = pos + 1;
  pos = digits;
  while (pos < end && (isDigit(at(pos)) || at(pos) == DOT)) pos += 1;
  return pos == end && pos > digits;
}
