import { execFileSync, fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { installed } from '../helpers/installed.ts';

/** Why there can be no namespace here, in words; undefined: there can be one. */
export function hindrance(): string | undefined {
  const missing = ['ip', 'nft'].filter((program) => installed(program) === undefined);
  if (missing.length > 0) return `${missing.join(', ')} not installed`;
  if (process.getuid?.() !== 0) return 'not root';
  const name = `flume-probe-${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return 'no network namespaces';
  const rules = spawnSync('ip', ['netns', 'exec', name, 'nft', 'add', 'table', 'ip', 'probe']).status;
  execFileSync('ip', ['netns', 'del', name]);
  return rules === 0 ? undefined : 'no nftables';
}

/**
 * A network of its own behind a pair of virtual interfaces, with a receiver in it, in a process of its own. Packets to it
 * can be dropped, which no program can do to its own connections.
 */
export class Namespace {
  readonly #name = `flume-${process.pid}`;
  readonly #near = `fln${process.pid}`;
  readonly #network = `10.213.${process.pid % 256}`;
  #receiver: ChildProcess | undefined;
  readonly host = `${this.#network}.2`;

  /** Resolves to the port of the receiver. */
  async open(): Promise<number> {
    const far = `flf${process.pid}`;
    run('ip', 'netns', 'add', this.#name);
    run('ip', 'link', 'add', this.#near, 'type', 'veth', 'peer', 'name', far, 'netns', this.#name);
    run('ip', 'addr', 'add', `${this.#network}.1/30`, 'dev', this.#near);
    run('ip', 'link', 'set', this.#near, 'up');
    this.#inside('ip', 'addr', 'add', `${this.host}/30`, 'dev', far);
    this.#inside('ip', 'link', 'set', far, 'up');
    this.#inside('nft', 'add', 'table', 'ip', 'bad');
    this.#inside('nft', 'add', 'chain', 'ip', 'bad', 'in', '{ type filter hook input priority 0; }');
    const script = fileURLToPath(new URL('./namespace-receiver.ts', import.meta.url));
    const node = ['netns', 'exec', this.#name, process.execPath, ...process.execArgv];
    this.#receiver = fork(script, [this.host], { execPath: 'ip', execArgv: node });
    const [port] = await told(this.#receiver);
    if (typeof port !== 'number') throw new Error('the receiver said no port');
    return port;
  }

  /** Drops what comes in, as this rule of nftables picks it. */
  drop(...which: readonly string[]): void {
    this.#inside('nft', 'add', 'rule', 'ip', 'bad', 'in', ...which, 'drop');
  }

  /** Drops nothing any more. */
  heal(): void {
    this.#inside('nft', 'flush', 'chain', 'ip', 'bad', 'in');
  }

  /** What the receiver has read, line by line, over connections that ended in order. */
  async lines(): Promise<readonly string[]> {
    if (this.#receiver === undefined) return [];
    const answer = told(this.#receiver);
    this.#receiver.send('lines');
    const [lines] = await answer;
    return Array.isArray(lines) ? lines.map(String) : [];
  }

  async close(): Promise<void> {
    if (this.#receiver !== undefined && this.#receiver.exitCode === null) {
      const gone = once(this.#receiver, 'exit');
      this.#receiver.kill();
      await gone;
    }
    // The interfaces go with it.
    run('ip', 'netns', 'del', this.#name);
    spawnSync('ip', ['link', 'del', this.#near]);
  }

  #inside(...command: readonly string[]): void {
    run('ip', 'netns', 'exec', this.#name, ...command);
  }
}

function told(child: ChildProcess): Promise<readonly unknown[]> {
  return once(child, 'message');
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
