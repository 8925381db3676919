const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The text of a member of the JSON object in `text`, as it stands there: digits that no double holds stay. Undefined where the
 * object has no such member. `text` must be valid JSON, and the name one that needs no escapes.
 */
export function memberText(text: string, name: string): string | undefined {
  const key = JSON.stringify(name);
  let depth = 0;
  let start: number | undefined;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      const end = endOfString(text, i);
      const colon = depth === 1 && start === undefined ? colonAfter(text, end) : undefined;
      if (colon !== undefined && text.slice(i, end) === key) start = colon + 1;
      i = colon ?? end - 1;
      continue;
    }
    if (start !== undefined && depth === 1 && (text[i] === ',' || text[i] === '}')) return text.slice(start, i).trim();
    if (text[i] === '{' || text[i] === '[') depth += 1;
    else if (text[i] === '}' || text[i] === ']') depth -= 1;
  }
  return undefined;
}

/** Behind the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i + 1;
}

/** Where the colon is that makes the string before `end` a name; undefined: it is a value. */
function colonAfter(text: string, end: number): number | undefined {
  let i = end;
  while (i < text.length && text[i]?.trim() === '') i += 1;
  return text[i] === ':' ? i : undefined;
}
