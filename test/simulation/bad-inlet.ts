import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { REFUSED, type Fault } from './faults.ts';

const LF = 0x0a;

export interface BadInletSettings {
  readonly fault: Fault | undefined;
  /** It resets the connection when it has read one of these. */
  readonly refused?: readonly string[];
  /** Whether what is read is kept. */
  readonly keep: boolean;
  /** Hears of the fault when it comes about. */
  readonly struck: (what: string) => void;
}

/** One connection of the receiver, with the fault that it meets. */
export class BadInlet {
  /** The receiver read to the sender's FIN and then sent its own. */
  orderly = false;
  /** It closed the connection when it had read all that had come; what comes later resets the connection. */
  left = false;
  readonly #socket: Socket;
  readonly #fault: Fault | undefined;
  readonly #refused: readonly string[];
  readonly #keep: boolean;
  readonly #struck: (what: string) => void;
  readonly #chunks: Buffer[] = [];
  #read = 0;
  /** The end of what was read: as much as can be the beginning of what is refused. */
  #tail = '';
  #rests = 0;
  #stopped = false;

  /** `socket` must be paused and allow half-open. */
  constructor(socket: Socket, { fault, refused = [], keep, struck }: BadInletSettings) {
    this.#socket = socket;
    this.#fault = fault;
    this.#refused = refused;
    this.#keep = keep;
    this.#struck = struck;
    // A sender that vanishes is seen by what it did not send.
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => void this.#end());
    if (fault?.what === 'half-closed at once') this.#strike(() => socket.end());
    else if (this.#left() > 0) socket.resume();
    else this.#stop();
  }

  /** Whether what it read counts as delivered: some receivers throw away what came over a connection that broke. */
  get counts(): boolean {
    return this.orderly || this.left;
  }

  /** What was read, up to the last line that is whole, line by line; and the piece behind it. */
  lines(): { readonly whole: readonly string[]; readonly piece: string } {
    const bytes = Buffer.concat(this.#chunks);
    const end = bytes.lastIndexOf(LF) + 1;
    const whole = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
    return { whole, piece: bytes.toString('latin1', end) };
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** How many bytes it may still read. */
  #left(): number {
    const { what, at } = this.#fault ?? {};
    const bounded = what === 'reset' || what === 'closed early' || what === 'stopped reading';
    return bounded ? (at ?? 0) - this.#read : Infinity;
  }

  #take(chunk: Buffer): void {
    if (this.#stopped) return;
    // The system resets a connection that is closed with bytes unread. Those of the chunk have been read, for it.
    const taken =
      this.#fault?.what === 'closed early' ? chunk : chunk.subarray(0, Math.min(chunk.length, this.#left()));
    if (this.#keep) this.#chunks.push(taken);
    this.#read += taken.length;
    if (this.#refuses(taken)) return;
    if (this.#left() <= 0) this.#stop();
    else if (this.#fault?.what === 'slow') void this.#rest();
  }

  #refuses(chunk: Buffer): boolean {
    if (this.#refused.length === 0) return false;
    const text = this.#tail + chunk.toString('latin1');
    this.#tail = text.slice(-Math.max(...this.#refused.map(({ length }) => length)));
    if (!this.#refused.some((one) => text.includes(one))) return false;
    this.#stopped = true;
    this.#struck(REFUSED);
    this.#socket.resetAndDestroy();
    return true;
  }

  /** The point is reached up to which it reads. */
  #stop(): void {
    this.#stopped = true;
    this.#strike(() => {
      if (this.#fault?.what === 'reset') this.#socket.resetAndDestroy();
      else if (this.#fault?.what === 'closed early') this.#leave();
      else this.#socket.pause();
    });
  }

  #leave(): void {
    this.left = true;
    this.#socket.destroy();
  }

  async #end(): Promise<void> {
    if (this.#stopped) return;
    const { what, at = 0 } = this.#fault ?? {};
    if (what === 'never closed') this.#strike(() => undefined);
    else if (what === 'reset after the last byte') this.#strike(() => this.#socket.resetAndDestroy());
    else {
      if (what === 'slow') await turns(at);
      if (this.#socket.destroyed) return;
      this.orderly = true;
      this.#socket.end();
    }
  }

  async #rest(): Promise<void> {
    this.#socket.pause();
    if (this.#rests++ === 0) this.#struck('slow');
    await turns(this.#fault?.at ?? 0);
    this.#socket.resume();
  }

  #strike(act: () => void): void {
    this.#struck(this.#fault?.what ?? '');
    act();
  }
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await turn();
}
