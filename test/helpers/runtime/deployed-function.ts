import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { runtimeClient } from '../../../scripts/runtime-client.ts';
import { cleanEnv } from '../command.ts';
import { folder, type Folder } from '../folder.ts';
import { RuntimeApi, type Answer } from './runtime-api.ts';

export interface Deployment {
  /** The package: unzipped into a folder of its own, as Lambda does. */
  readonly zip: string;
  readonly env: Readonly<Record<string, string>>;
  /** In MB: V8 is bounded as Lambda bounds it. Default: 512. */
  readonly memoryMB?: number;
  /** The Node.js that it runs in. Default: the one of the tests. */
  readonly node?: string;
}

/**
 * A function in a process of its own, run by the runtime client of AWS Lambda. Between invocations the process is frozen.
 * Call `stop`.
 */
export class DeployedFunction {
  readonly #api = new RuntimeApi();
  readonly #folder: Folder = folder();
  #process: ChildProcess | undefined;
  #stopped: Promise<string> | undefined;
  #logged: Promise<string> = Promise.resolve('');
  #failed = new Promise<never>(() => undefined);

  /** Starts the process. Settles once the function is loaded and waits for an event, frozen. */
  static async start(deployment: Deployment): Promise<DeployedFunction> {
    const deployed = new DeployedFunction();
    try {
      await deployed.#start(deployment);
      return deployed;
    } catch (error) {
      await deployed.stop();
      throw error;
    }
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Thaws the process, hands it an event, and freezes it when it waits for the next. Rejects when the process ends. */
  async invoke(event: unknown, timeoutMs = 30_000): Promise<Answer> {
    this.#process?.kill('SIGCONT');
    const answer = await Promise.race([this.#api.invoke(event, timeoutMs), this.#failed]);
    await this.#idle();
    return answer;
  }

  /** Ends the process; gives what it has logged. */
  stop(): Promise<string> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<string> {
    const process = this.#process;
    if (process?.exitCode === null && process.signalCode === null) {
      const closed = once(process, 'close');
      process.kill('SIGKILL');
      await closed;
    }
    await this.#api.close();
    this.#folder.remove();
    return this.#logged;
  }

  async #start({ zip, env, memoryMB = 512, node = process.execPath }: Deployment): Promise<void> {
    const client = runtimeClient();
    if (client === undefined) throw new Error('the runtime client is not built; `npm run runtime-client` builds it');
    const files = unzipSync(readFileSync(zip));
    for (const [name, content] of Object.entries(files)) this.#folder.write(name, content);
    const child = spawn(node, [...nodeOptions(memoryMB), client], {
      cwd: this.#folder.path,
      env: { ...cleanEnv(), NODE_OPTIONS: '', ...(await this.#lambdaEnv(memoryMB)), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const both = Promise.all([text(child.stdout), text(child.stderr)]);
    this.#logged = both.then(([out, err]) => out + err);
    this.#failed = once(child, 'close').then(async ([code, signal]) => {
      throw new Error(`the process ended with ${code ?? signal}:\n${await this.#logged}`);
    });
    this.#failed.catch(() => undefined);
    await this.#idle();
  }

  async #idle(): Promise<void> {
    await Promise.race([this.#api.idle(), this.#failed]);
    this.#process?.kill('SIGSTOP');
  }

  async #lambdaEnv(memoryMB: number): Promise<Record<string, string>> {
    return {
      AWS_LAMBDA_RUNTIME_API: await this.#api.listen(),
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: this.#folder.path,
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_FUNCTION_NAME: 'logs',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${memoryMB}`,
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/logs',
      AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/23/[$LATEST]0',
    };
  }
}

/** Those of `/var/runtime/bootstrap`, the start script of the runtimes for Node.js. */
function nodeOptions(memoryMB: number): readonly string[] {
  const young = Math.floor(memoryMB / 10);
  return [
    ...['--expose-gc', '--max-http-header-size=81920'],
    ...[`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${memoryMB - young}`],
  ];
}
