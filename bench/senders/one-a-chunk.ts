/**
 * The same work as streams in object mode are mostly written: one line, one record, one text a chunk, each through every
 * Transform. `node one-a-chunk.js <file> <port>`, for classic lines.
 */
import { createReadStream } from 'node:fs';
import { Transform, type TransformOptions } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { measure, senderArguments } from '../measure.ts';
import { connected } from './connected.ts';
import { LineCutter } from './line-cutter.ts';
import { plainElb } from './plain-elb.ts';
import { parsed, renamed } from './plain-format.ts';

const { path, port } = senderArguments();

function splitting(): Transform {
  const cutter = new LineCutter();
  return new Transform({
    readableObjectMode: true,
    transform(chunk: Buffer, _encoding, done) {
      for (const line of cutter.cut(chunk)) this.push(line);
      done();
    },
    flush(done) {
      for (const line of cutter.end()) this.push(line);
      done();
    },
  });
}

/** A Transform of objects, one a chunk. */
function each(transform: NonNullable<TransformOptions['transform']>): Transform {
  return new Transform({ objectMode: true, transform });
}

await measure(async () => {
  let lines = 0;
  const { socket, closed } = await connected(port);
  await pipeline(
    createReadStream(path),
    splitting(),
    each((line: string, _encoding, done) => done(null, parsed(plainElb, line))),
    each((record: ReturnType<typeof plainElb.parse>, _encoding, done) => done(null, renamed(plainElb, record))),
    each((record: object, _encoding, done) => {
      lines += 1;
      done(null, `${JSON.stringify(record)}\n`);
    }),
    socket,
  );
  await closed();
  return lines;
});
