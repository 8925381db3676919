/**
 * The same work as a pipeline of plain objects over native streams, as one would write it by hand with care: batches of
 * lines, so that streams cost nothing; a hand-written parser; native back-pressure. `node plain-objects.js <file> <port>`.
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createConnection } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { measure, senderArguments } from './measure.ts';
import { recordOf, type PlainRecord } from './plain-record.ts';

interface Failed {
  readonly message: string;
  readonly tags: readonly string[];
  readonly error: string;
}

const { path, port } = senderArguments();

/** Text to arrays of whole lines. */
function splitting(): Transform {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return new Transform({
    readableObjectMode: true,
    readableHighWaterMark: 2,
    transform(chunk: Buffer, _encoding, done) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      done(null, lines);
    },
    flush(done) {
      const last = rest + decoder.end();
      done(null, last === '' ? [] : [last]);
    },
  });
}

/** An array at a time through `convert`. */
function batches(convert: (batch: readonly never[]) => unknown): Transform {
  return new Transform({
    objectMode: true,
    highWaterMark: 2,
    transform: (batch: readonly never[], _encoding, done) => done(null, convert(batch)),
  });
}

function parsed(line: string): PlainRecord | Failed {
  try {
    return recordOf(line);
  } catch (thrown) {
    return { message: line, tags: ['_parsefailure'], error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** A copy that keeps its shape is the quickest way to rename; JSON leaves undefined members out. */
function renamed(record: PlainRecord | Failed): object {
  return 'timestamp' in record ? { ...record, '@timestamp': record.timestamp, timestamp: undefined } : record;
}

await measure(async () => {
  let lines = 0;
  const socket = createConnection({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const closed = once(socket.resume(), 'close');
  await pipeline(
    createReadStream(path, { highWaterMark: 256 << 10 }),
    splitting(),
    batches((batch: readonly string[]) => batch.map(parsed)),
    batches((batch: readonly (PlainRecord | Failed)[]) => batch.map(renamed)),
    batches((batch: readonly object[]) => {
      lines += batch.length;
      return batch.map((record) => `${JSON.stringify(record)}\n`).join('');
    }),
    socket,
  );
  await closed;
  return lines;
});
