import { zipSync, type Zippable } from 'fflate';

const UNIX = 3;
/** A file that everybody may read: Lambda reads it as another user. */
const MODE = 0o100644;

/**
 * A zip file of these files, in this order. The same names and bytes give the same archive, at any time, in any time zone and
 * with any version of Node.js: the compression is fflate's own, where that of Node differs from one processor to the other.
 */
export function zipOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  // The first moment that the format knows. It knows no time zones: this is what the clock on the wall shows.
  const mtime = new Date(1980, 0, 1);
  const entries = Object.entries(files).map(([name, bytes]): [string, Zippable[string]] => [
    name,
    [bytes, { level: 9, mtime, os: UNIX, attrs: (MODE << 16) >>> 0 }],
  ]);
  return zipSync(Object.fromEntries(entries));
}
