import { CLOSE_BRACKET, COLON, DASH, DOT, OPEN_BRACKET, SLASH, SPACE, at, isDigit, isLetter } from './bytes.ts';

/**
 * `address:port` into two slots. What follows the last colon is a port only if it is all digits (an ARN has colons
 * too); brackets around an IPv6 address go. Without a port the second slot stays as it is.
 */
export function splitAddress(bytes: Buffer, start: number, end: number, cells: Int32Array, slot: number): void {
  let colon = end - 1;
  while (colon >= start && isDigit(at(bytes, colon))) colon -= 1;
  const hasPort = colon >= start && colon < end - 1 && bytes[colon] === COLON;
  if (hasPort) {
    cells[slot + 2] = colon + 1;
    cells[slot + 3] = end;
  }
  const last = hasPort ? colon : end;
  const bracketed = last - start >= 2 && bytes[start] === OPEN_BRACKET && bytes[last - 1] === CLOSE_BRACKET;
  cells[slot] = bracketed ? start + 1 : start;
  cells[slot + 1] = bracketed ? last - 1 : last;
}

/**
 * A request line into verb, URL and version, or whole into the fourth slot when there is no space in it. Trailing
 * spaces go. The verb runs to the first space; the last word is the version if it looks like one; what lies between is
 * the URL, spaces and all. Slots that get nothing stay as they are.
 */
export function splitRequest(bytes: Buffer, start: number, end: number, cells: Int32Array, slot: number): void {
  let last = end;
  while (last > start && bytes[last - 1] === SPACE) last -= 1;
  let verbEnd = start;
  while (verbEnd < last && bytes[verbEnd] !== SPACE) verbEnd += 1;
  if (verbEnd === last) {
    cells[slot + 6] = start;
    cells[slot + 7] = end;
    return;
  }
  cells[slot] = start;
  cells[slot + 1] = verbEnd;
  let word = last;
  while (bytes[word - 1] !== SPACE) word -= 1;
  let urlEnd = last;
  if (isVersion(bytes, word, last)) {
    cells[slot + 4] = word;
    cells[slot + 5] = last;
    urlEnd = word - 1;
  }
  if (urlEnd > verbEnd) {
    cells[slot + 2] = verbEnd + 1;
    cells[slot + 3] = urlEnd;
  }
}

/** `-`, or letters, a slash, digits and dots. */
function isVersion(bytes: Buffer, start: number, end: number): boolean {
  if (end - start === 1 && bytes[start] === DASH) return true;
  let pos = start;
  while (pos < end && isLetter(at(bytes, pos))) pos += 1;
  if (pos === start || pos === end || bytes[pos] !== SLASH) return false;
  const digits = pos + 1;
  pos = digits;
  while (pos < end && (isDigit(at(bytes, pos)) || bytes[pos] === DOT)) pos += 1;
  return pos === end && pos > digits;
}
