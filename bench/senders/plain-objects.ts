/**
 * The same work as a pipeline of plain objects over native streams, as one would write it by hand with care: batches of
 * lines, so that streams cost nothing; a hand-written parser; native back-pressure.
 * `node plain-objects.js <file> <port> <elb | alb>`.
 */
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { measure, senderArguments } from '../measure.ts';
import { connected } from './connected.ts';
import { LineCutter } from './line-cutter.ts';
import { plainAlb } from './plain-alb.ts';
import { plainElb } from './plain-elb.ts';
import { parsed, renamed, type Failed, type PlainFormat } from './plain-format.ts';

const { path, port, more } = senderArguments();

/** Text to arrays of whole lines. */
function splitting(): Transform {
  const cutter = new LineCutter();
  return new Transform({
    readableObjectMode: true,
    readableHighWaterMark: 2,
    transform: (chunk: Buffer, _encoding, done) => done(null, cutter.cut(chunk)),
    flush: (done) => done(null, cutter.end()),
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

async function send<R extends object>(format: PlainFormat<R>): Promise<number> {
  let lines = 0;
  const { socket, closed } = await connected(port);
  await pipeline(
    createReadStream(path, { highWaterMark: 256 << 10 }),
    splitting(),
    batches((batch: readonly string[]) => batch.map((line) => parsed(format, line))),
    batches((batch: readonly (R | Failed)[]) => batch.map((record) => renamed(format, record))),
    batches((batch: readonly object[]) => {
      lines += batch.length;
      return batch.map((record) => `${JSON.stringify(record)}\n`).join('');
    }),
    socket,
  );
  await closed();
  return lines;
}

await measure(() => (more[0] === 'alb' ? send(plainAlb) : send(plainElb)));
