import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtimeClient } from '../../../scripts/runtime-client.ts';
import { buildPackage } from '../../../src/package/build-package.ts';
import { collector, type Collector, type CollectorOptions } from '../../../src/testing/index.ts';
import { folder, type Folder } from '../folder.ts';
import { serve, type HttpServer } from '../http.ts';
import { credentials, startS3, type EmbeddedS3 } from '../s3.ts';
import { DeployedFunction } from './deployed-function.ts';
import { EventSource } from './event-source.ts';

/** A suite that needs the runtime client. Where it is not built, all its tests are skipped, and the title says so. */
export function describeInLambda(title: string, body: () => void): void {
  if (runtimeClient() !== undefined) describe(title, body);
  else describe.skip(`${title} (skipped: \`npm run runtime-client\` was not run)`, body);
}

/** All that is around a function: its package, S3, queues, and a collector. `close` stops all that was started here. */
export class Stage {
  readonly s3: EmbeddedS3;
  readonly #folder: Folder;
  readonly #zip: string;
  readonly #started: (() => unknown)[] = [];

  /** Packages the default handler, and starts S3. */
  static async set(): Promise<Stage> {
    const own = folder();
    const file = fileURLToPath(new URL('../../../src/lambda.ts', import.meta.url));
    const { zip } = await buildPackage({ file, out: join(own.path, 'logs.zip'), name: 'logs', version: '1.0.0' });
    return new Stage(await startS3(), own, zip);
  }

  private constructor(s3: EmbeddedS3, own: Folder, zip: string) {
    this.s3 = s3;
    this.#folder = own;
    this.#zip = zip;
  }

  async collector(options?: CollectorOptions): Promise<Collector> {
    const server = await collector(options);
    this.#started.push(() => server.close());
    return server;
  }

  /** A server on a free port, for what no emulator does. */
  async server(listener: RequestListener): Promise<HttpServer> {
    const server = await serve(listener);
    this.#started.push(() => server.close());
    return server;
  }

  async queue(name: string): Promise<EventSource> {
    const queue = await EventSource.on(this.s3.endpointUrl, name);
    this.#started.push(() => {
      queue.close();
    });
    return queue;
  }

  /** Starts the function; it ships to this collector. `memoryMB` is what it is said to have. */
  async deploy(to: Collector, env: Readonly<Record<string, string>> = {}, memoryMB = 512): Promise<DeployedFunction> {
    const aws = {
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: this.s3.endpointUrl,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      LOGFLUME_TO: `tcp://127.0.0.1:${to.port}`,
    };
    const deployed = await DeployedFunction.start({ zip: this.#zip, env: { ...aws, ...env }, memoryMB });
    this.#started.push(() => deployed.stop());
    return deployed;
  }

  /** Stops what was started since, the last first. */
  async clear(): Promise<void> {
    for (const stop of this.#started.splice(0).reverse()) await stop();
  }

  async close(): Promise<void> {
    await this.clear();
    await this.s3.close();
    this.#folder.remove();
  }
}
