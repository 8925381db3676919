import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CollectorOptions, Received } from './collector.ts';
import { measuredFrom, type Measured } from './measure.ts';

const run = promisify(execFile);

/** This folder, as it was compiled. */
export const home = new URL('.', import.meta.url);

/** Runs a sender of `folder` in a process of its own, and answers what it measured. */
export async function measured(
  script: string,
  args: readonly (string | number)[],
  { folder = home, env = {} }: { readonly folder?: URL | undefined; readonly env?: NodeJS.ProcessEnv | undefined } = {},
): Promise<Measured> {
  const program = fileURLToPath(new URL(`senders/${script}.js`, folder));
  const { stdout } = await run(process.execPath, [program, ...args.map(String)], { env: { ...process.env, ...env } });
  return measuredFrom(stdout);
}

/** A collector in a process of its own. */
export interface CollectorProcess {
  readonly port: number;
  /** Settles when as much has arrived as was to be waited for. */
  readonly reached: Promise<unknown>;
  /** What has arrived, once every connection is closed. */
  received(): Promise<Received>;
}

/** Has `work` done with a collector that is stopped afterwards. */
export async function withCollector<T>(
  options: CollectorOptions,
  work: (collector: CollectorProcess) => Promise<T>,
): Promise<T> {
  const child = fork(fileURLToPath(new URL('collector.js', home)), [JSON.stringify(options)]);
  try {
    const port = await portOf(child);
    const reached = options.until === undefined ? Promise.resolve() : messageOf(child);
    return await work({
      port,
      reached,
      async received() {
        const answer = messageOf(child);
        child.send('?');
        const message = await answer;
        if (isReceived(message)) return message;
        throw new TypeError('the collector did not tell what it received');
      },
    });
  } finally {
    child.disconnect();
  }
}

/** Has `work` done with a server of one file, as S3 would serve it; it is given the end point. */
export async function withObject<T>(path: string, work: (endpointUrl: string) => Promise<T>, delayMs = 0): Promise<T> {
  const child = fork(fileURLToPath(new URL('object-server.js', home)), [path, `${delayMs}`]);
  try {
    return await work(`http://127.0.0.1:${await portOf(child)}`);
  } finally {
    child.disconnect();
  }
}

/** What makes an S3 client talk to a server of `withObject`. */
export function environmentOf(endpointUrl: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL_S3: endpointUrl,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

async function messageOf(child: ChildProcess): Promise<unknown> {
  const messages: unknown[] = await once(child, 'message');
  return messages[0];
}

async function portOf(child: ChildProcess): Promise<number> {
  const message = await messageOf(child);
  const port: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, 'port') : undefined;
  if (typeof port === 'number') return port;
  throw new TypeError('a server did not tell its port');
}

function isReceived(message: unknown): message is Received {
  return typeof message === 'object' && message !== null && 'bytes' in message && 'lines' in message;
}
