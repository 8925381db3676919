/** The bytes that the grammar of delimited lines speaks of. */
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const DASH = 0x2d;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const SLASH = 0x2f;
export const DOT = 0x2e;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const COMMA = 0x2c;

export const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
export const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** The byte at a position that the caller knows to be inside. One helper a type keeps the engine's loads monomorphic. */
export const at = (bytes: Buffer, position: number): number => bytes[position] ?? 0;

/** The same for a table of numbers. */
export const at32 = (numbers: Int32Array, index: number): number => numbers[index] ?? 0;
