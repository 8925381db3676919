import type { Checkpoint } from '../../src/checkpoint.ts';
import { s3Client } from '../../src/sources/s3-client.ts';
import { tcp } from '../../sinks/tcp.ts';
import { credentials } from '../helpers/s3.ts';
import { badLookup } from './bad-lookup.ts';
import type { Found } from './memory.ts';
import { lettersDuring } from './memory-letters.ts';
import { oneRun } from './one-run.ts';
import { peakRssBytes } from './peak-rss.ts';
import { shipping } from './shipping.ts';

/* Ships one object with the bounds of everyday use, but short time-outs, and tells what it held. Its arguments are those of the fork. */

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const [url = '', port = '', place = '', what = '', at = ''] = process.argv.slice(2);
const fault = { what, at: Number(at) };
const began = performance.now();
const found = { runs: 0, resentBytes: 0, externalBytes: 0 };
const struck = (): void => void process.send?.('struck');
const times = { closeTimeoutMs: 1000, writeTimeoutMs: 1000, retryDelayMs: 10 };
const sink = tcp({
  host: 'receiver',
  port: Number(port),
  lookup: badLookup(place === 'dial' ? [undefined, fault, undefined, fault] : [], struck),
  ...times,
});
const flow = { auto: false, batchBytes: 262_144, shape: 'as it is' } as const;
const letters = lettersDuring({ url, place, what, struck });
let giveUp = new AbortController();
process.on('message', () => giveUp.abort(new Error('the caller gave up')));
const ship = shipping({ content: { format: 'elb', lines: 0, seed: 0, members: 0, oddEvery: 0 }, flow }).to(sink);
const client = await s3Client({ endpointUrl: url, credentials });
let from: Checkpoint | undefined;
for (let done = false; !done && found.runs < 10; found.runs += 1) {
  letters?.begin(found.runs);
  giveUp = new AbortController();
  const { summary, error } = await oneRun({
    ...{
      ship,
      client,
      from,
      struck,
      giveUp,
      letters: letters?.options,
      fault: found.runs === 0 && place === 'run' ? fault : undefined,
    },
    reading: { readAttempts: 5, retryDelayMs: 10, silenceMs: 300 },
    onEvent: () => (found.externalBytes = Math.max(found.externalBytes, process.memoryUsage().external)),
  });
  found.resentBytes += summary.resent.bytes;
  done = summary.status === 'completed' || summary.status === 'deadLettered';
  from = error?.code === 'ERR_OBJECT_CHANGED' ? undefined : (summary.checkpoint ?? from);
}
client.destroy();
await letters?.close();
const message: Found = { ...found, rssBytes: peakRssBytes(), ms: performance.now() - began };
process.send?.(message);
process.disconnect();
