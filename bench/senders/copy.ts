/**
 * The least that any sender must do: a file in the flow's pieces, and for each piece a write that is longer by the same
 * measure as JSON is longer than the log; both from memory that is used again. `.gz` files are gunzipped on the way.
 * `node copy.js <file> <port> <bytes that come out of the file, unzipped> <bytes to write>`.
 */
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { measure, senderArguments } from '../measure.ts';
import { connected } from './connected.ts';

const PIECE_BYTES = 256 << 10;

const { path, port, more } = senderArguments();
const [bytesRead = 1, bytesToWrite = 1] = more.map(Number);
const longer = bytesToWrite / bytesRead;
const text = Buffer.alloc(Math.ceil(PIECE_BYTES * longer) + 1, 'a line of JSON\n');

/** Pieces of a longer text, so many bytes for each byte that comes in; their sum is exact. */
function lengthening(): Transform {
  let read = 0;
  let written = 0;
  return new Transform({
    highWaterMark: PIECE_BYTES,
    transform(piece: Buffer, _encoding, done) {
      read += piece.length;
      const due = Math.round(read * longer) - written;
      written += due;
      done(null, text.subarray(0, due));
    },
  });
}

await measure(async () => {
  const { socket, closed } = await connected(port);
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES });
  if (path.endsWith('.gz')) await pipeline(file, createGunzip({ chunkSize: PIECE_BYTES }), lengthening(), socket);
  else await pipeline(file, lengthening(), socket);
  await closed();
  return 0;
});
