import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { generate } from '../../src/testing/generate.ts';
import { Fingerprint } from './fingerprint.ts';

export const bucket = 'example-logs';

/** As an application load balancer names its logs: account, region, load balancer, end of the interval, node. */
export const key =
  'AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2026/03/14/' +
  '123456789012_elasticloadbalancing_eu-west-1_app.shop-web.50dc6c495c0c9188_20260314T0905Z_192.0.2.10_5u8kq2vd.log.gz';

export interface LogObject {
  /** The gzip file. */
  readonly bytes: Buffer;
  /** Bytes of the lines in it. */
  readonly size: number;
  readonly lines: Fingerprint;
}

/** Generates an ALB log and gzips it while it grows: the text as a whole is never in memory. Rejects when aborted. */
export async function logObject(
  lines: number,
  signal: AbortSignal,
  onProgress: (lines: number) => void,
): Promise<LogObject> {
  const sent = new Fingerprint();
  let size = 0;

  function* text(): Generator<Buffer> {
    for (const chunk of generate.alb({ lines })) {
      let offset = size;
      for (const line of chunk.toString('latin1').trimEnd().split('\n')) {
        sent.add(offset.toString(36), line);
        offset += line.length + 1;
      }
      size += chunk.length;
      onProgress(sent.count);
      yield chunk;
    }
  }

  const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: 256 << 10 });
  const packed: Buffer[] = [];
  const keep = new Writable({
    write(bytes: Buffer, _encoding, done) {
      packed.push(bytes);
      done();
    },
  });
  await pipeline(Readable.from(text(), { highWaterMark: 4 }), gzip, keep, { signal });
  return { bytes: Buffer.concat(packed), size, lines: sent };
}
