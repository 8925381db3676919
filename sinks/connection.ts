import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Breakage } from './tcp-errors.ts';
import type { TcpSettings } from './tcp-options.ts';

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
  #carrying = false;
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

  /** Whether anything was ever sent over it. */
  get carrying(): boolean {
    return this.#carrying;
  }

  /** Whether it can take a batch: neither broken nor closing. */
  get usable(): boolean {
    return !this.#ended && !this.#socket.destroyed;
  }

  /**
   * Hands bytes over. Returns nothing when there is room for more, else a promise that settles (it never rejects) when
   * there is room again or the connection is gone. Breaks the connection when no byte leaves it for `writeTimeoutMs`.
   * Calls `release` when the system has all of the bytes.
   */
  send(bytes: Buffer, release?: () => void): Promise<void> | undefined {
    this.#carrying = true;
    const room = this.#socket.write(bytes, (error) => {
      if (!error) release?.();
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
   * without having read all, within one round trip of our FIN, cannot be told from an honest one.
   */
  async finish(): Promise<Breakage | undefined> {
    await this.#room;
    // A FIN that came before ours may lie unread in the kernel, and 'finish' would overtake it: poll once, in full.
    await turn();
    await turn();
    this.#ended = true;
    this.#socket.end();
    const { closeTimeoutMs } = this.#settings;
    const expire = () => {
      this.#break(new Error(`the receiver did not close its side within ${closeTimeoutMs} ms (\`closeTimeoutMs\`)`));
    };
    const timer = setTimeout(expire, closeTimeoutMs);
    await this.#closed;
    clearTimeout(timer);
    return this.#breakage ?? (this.#released ? { cause: new Error('given up'), phase: 'closing' } : undefined);
  }

  /** Lets go of the socket without proving anything. Resolves when it is closed; never rejects. */
  destroy(): Promise<void> {
    this.#released ||= !this.#socket.destroyed;
    this.#socket.destroy();
    return this.#closed;
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
