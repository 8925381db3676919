import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { TcpSettings } from './tcp-options.ts';

/** What went wrong with a connection that was up, and when. */
export interface Breakage {
  readonly cause: Error;
  /** `closing`: we had said that nothing more comes, and waited for the receiver to read to the end. */
  readonly phase: 'sending' | 'closing';
}

export interface ConnectionEvents {
  /** At most once, and before `closed`; never after `destroy`. */
  broken(connection: Connection, breakage: Breakage): void;
  /** Exactly once, whatever the reason: the socket is gone. */
  closed(connection: Connection): void;
}

/**
 * One connected socket that carries data one way. What the receiver sends is thrown away; when it stops is watched. The
 * receiver is proved to have read everything only by its FIN after ours: see `finish`.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #settings: TcpSettings;
  readonly #events: ConnectionEvents;
  readonly #closed: Promise<void>;
  /** Where it goes, of the addresses that the host name has. */
  readonly address: string | undefined;
  #taken = 0;
  /** No more may be given to it. */
  #closing = false;
  /** Our FIN is on its way. */
  #ended = false;
  #released = false;
  #breakage: Breakage | undefined;
  /** Settles when the batch at hand has left for the kernel, or the socket is gone. */
  #room: Promise<void> = Promise.resolve();
  #makeRoom: () => void = () => undefined;

  /** `socket` must be connected, with `allowHalfOpen: true`. */
  constructor(socket: Socket, settings: TcpSettings, events: ConnectionEvents) {
    this.#socket = socket;
    this.#settings = settings;
    this.#events = events;
    this.address = socket.remoteAddress;
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#onClose();
        resolve();
      });
    });
    socket.on('error', (error) => {
      this.#break(error);
    });
    socket.on('end', () => {
      if (!socket.writableFinished) this.#break(new EarlyClose(), 'sending');
    });
    socket.on('timeout', () => {
      this.#break(new Error(`the receiver took nothing for ${settings.writeTimeoutMs} ms (\`writeTimeoutMs\`)`));
    });
    socket.on('drain', () => {
      socket.setTimeout(0);
      this.#makeRoom();
    });
    socket.resume();
  }

  /** Bytes that it was given. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether anything was ever sent over it. */
  get carrying(): boolean {
    return this.#taken > 0;
  }

  /** Whether it can take a batch: neither broken nor closing. */
  get usable(): boolean {
    return !this.#closing && !this.#socket.destroyed;
  }

  /** Whether it closes by itself, for what it carried to be confirmed. */
  get closing(): boolean {
    return this.#closing;
  }

  /**
   * Hands bytes over. Returns nothing when there is room for more, else a promise that settles (it never rejects) when
   * there is room again or the connection is gone. Breaks the connection when no byte leaves it for `writeTimeoutMs`.
   * Calls `written` when the system has all of the bytes, and not at all where it never has.
   */
  send(bytes: Buffer, written: () => void): Promise<void> | undefined {
    this.#taken += bytes.length;
    const room = this.#socket.write(bytes, (error) => {
      // A write that was under way when the socket was destroyed is called back without an error.
      if (!error && !this.#socket.destroyed) written();
    });
    if (room) return undefined;
    // The socket's own timer knows of bytes that left in the middle of a write; it fires after one to two periods.
    this.#socket.setTimeout(this.#settings.writeTimeoutMs);
    this.#room = new Promise((resolve) => {
      this.#makeRoom = resolve;
    });
    return this.#room;
  }

  /**
   * Sends what is waiting, closes our side and waits for the proof: our FIN out, then the peer's FIN, then a clean close,
   * within `closeTimeoutMs` of our FIN. Resolves to nothing when it is proved, else to what went wrong. It proves that the
   * peer's process read to the end, not that it stored anything; behind a proxy it proves the proxy. A peer that closes
   * without having read all, within one round trip of our FIN, cannot be told from an honest one: one that is known to do
   * such things is given `graceMs` to do it before our FIN.
   */
  async finish(graceMs = 0): Promise<Breakage | undefined> {
    this.#closing = true;
    await this.#room;
    if (graceMs > 0) await this.#pause(graceMs);
    await this.#end();
    const { closeTimeoutMs } = this.#settings;
    const timer = setTimeout(() => {
      this.#break(new CloseTimeout(closeTimeoutMs));
    }, closeTimeoutMs);
    await this.#closed;
    clearTimeout(timer);
    return this.#breakage ?? (this.#released ? { cause: new Error('given up'), phase: 'closing' } : undefined);
  }

  /** Sends what is waiting and closes our side; resolves when the system has all of it, or the socket is gone. */
  async leave(): Promise<void> {
    const finished = new Promise((resolve) => this.#socket.once('finish', resolve));
    this.#closing = true;
    await this.#room;
    await this.#end();
    this.#socket.setTimeout(this.#settings.writeTimeoutMs);
    await Promise.race([finished, this.#closed]);
    await this.destroy();
  }

  /** Lets go of the socket without proving anything. Resolves when it is closed; never rejects. */
  destroy(): Promise<void> {
    this.#released ||= !this.#socket.destroyed;
    this.#socket.destroy();
    return this.#closed;
  }

  /** Waits so long, or until the socket is gone. */
  async #pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
    await Promise.race([over, this.#closed]);
    clearTimeout(timer);
  }

  async #end(): Promise<void> {
    // A FIN that came before ours may lie unread in the kernel, and 'finish' would overtake it: poll once, in full.
    await turn();
    await turn();
    if (this.#socket.destroyed) return;
    this.#ended = true;
    this.#socket.end();
  }

  #break(cause: Error, phase: Breakage['phase'] = this.#ended ? 'closing' : 'sending'): void {
    if (this.#released || this.#breakage !== undefined) return;
    this.#breakage = { cause, phase };
    this.#socket.destroy();
    this.#events.broken(this, this.#breakage);
  }

  #onClose(): void {
    const { readableEnded, writableFinished } = this.#socket;
    if (!readableEnded || !writableFinished) this.#break(new Error('the connection was lost'));
    this.#makeRoom();
    this.#events.closed(this);
  }
}

/** The peer said that it sends no more before we said so. */
export class EarlyClose extends Error {
  constructor() {
    super('the receiver closed the connection early, before all was sent');
  }
}

/** The peer has had our FIN for so long, and still keeps its side open. */
export class CloseTimeout extends Error {
  constructor(ms: number) {
    super(`the receiver did not close its side within ${ms} ms (\`closeTimeoutMs\`)`);
  }
}
