import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Summary } from '../../src/summary.ts';
import { cleanEnv } from './command.ts';

export interface Invoked {
  readonly event: unknown;
  /** How much time the invocation has. */
  readonly ms: number;
}

export type Answer = { readonly summaries: readonly Summary[] } | { readonly failed: string };

/** A Lambda function in a process of its own, with an environment of its own. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  /** What it logged. */
  out = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on('data', (bytes: Buffer) => (this.out += bytes.toString()));
  }

  /** Resolves when it can be invoked. */
  static async start(env: Readonly<Record<string, string>>): Promise<FunctionProcess> {
    const script = fileURLToPath(new URL('./function-worker.ts', import.meta.url));
    const child = fork(script, {
      execArgv: ['--import', 'tsx'],
      env: { ...cleanEnv(), ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const made = new FunctionProcess(child);
    await made.#answer();
    return made;
  }

  /** Rejects with what the handler threw. */
  async invoke(event: unknown, ms: number): Promise<readonly Summary[]> {
    const answer = this.#answer();
    this.#child.send({ event, ms } satisfies Invoked);
    const given = await answer;
    if ('failed' in given) throw new Error(given.failed);
    return given.summaries;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  #answer(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const gone = (code: number | null): void => reject(new Error(`the function ended with ${code}`));
      this.#child.once('exit', gone);
      this.#child.once('message', (answer: Answer) => {
        this.#child.off('exit', gone);
        resolve(answer);
      });
    });
  }
}
