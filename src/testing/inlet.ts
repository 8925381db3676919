import type { Socket } from 'node:net';

/** How a collector treats each connection. */
export type CollectorMode =
  /** Reads to the end, and closes its side after the client's FIN, as real receivers do. */
  | { readonly mode?: 'normal' }
  /** The same, but reads so much a second on average. */
  | { readonly mode: 'slow'; readonly bytesPerSecond: number }
  /** Sends a real RST once it has read so many bytes; 0: as soon as the client has connected. */
  | { readonly mode: 'reset'; readonly afterBytes: number }
  /** Sends its FIN, and reads no more, once it has read so many bytes; 0: without reading one. */
  | { readonly mode: 'early-end'; readonly afterBytes: number }
  /** Reads to the end and keeps its side open until `finish()`. */
  | { readonly mode: 'never-close' }
  /** Reads nothing until `resume()`; from then on like 'normal'. */
  | { readonly mode: 'stalled' }
  /** Says something to each client first; then like 'normal'. */
  | { readonly mode: 'chatty'; readonly answer: string };

export type CollectorOptions = CollectorMode & {
  /** How the n-th connection is treated, counted from 0, where that is not the same for all. */
  readonly treat?: (connection: number) => CollectorMode;
  /** Speaks TLS. Certificates and keys are PEM. Default: plain TCP. */
  readonly tls?: {
    readonly cert: string | Buffer;
    readonly key: string | Buffer;
    /** Refuses clients that have no certificate; who issued it plays no part. Default: false. */
    readonly wantsCertificate?: boolean;
  };
  /** Where to listen. Default: 0, a port that the system picks. */
  readonly port?: number;
  /** Count bytes and keep none: `text()` and `lines()` stay empty. For big runs. Default: false. */
  readonly discard?: boolean;
  /** Called with every chunk as it is read. */
  readonly onData?: (chunk: Buffer) => void;
};

/** One connection of a collector, treated as its mode says. */
export class Inlet {
  bytes = 0;
  /** The client's FIN was read. */
  ended = false;
  closed = false;
  readonly #socket: Socket;
  readonly #raw: Socket;
  readonly #options: CollectorOptions;
  readonly #changed: () => void;
  readonly #chunks: Buffer[] = [];
  #pause: NodeJS.Timeout | undefined;

  /**
   * `socket` must be paused and allow half-open; where it is secured, `raw` is what lies below. `changed` is called after
   * every change of a public property.
   */
  constructor(socket: Socket, raw: Socket, options: CollectorOptions, changed: () => void) {
    this.#socket = socket;
    this.#raw = raw;
    this.#options = options;
    this.#changed = changed;
    // A client that vanishes is what many tests are about; it is seen by 'close'.
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    socket.on('end', () => {
      this.ended = true;
      if (options.mode !== 'never-close') socket.end();
      changed();
    });
    socket.on('close', () => {
      this.closed = true;
      clearTimeout(this.#pause);
      changed();
    });
    if (options.mode === 'chatty') socket.write(options.answer);
    this.#misbehave();
    if (options.mode !== 'stalled' && !this.#done()) socket.resume();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  resume(): void {
    this.#socket.resume();
  }

  finish(): void {
    this.#socket.end();
  }

  reset(): void {
    this.#raw.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.#options.discard !== true) this.#chunks.push(chunk);
    this.#options.onData?.(chunk);
    this.#misbehave();
    if (this.#options.mode === 'slow') this.#rest((chunk.length / this.#options.bytesPerSecond) * 1000);
    this.#changed();
  }

  /** Resets or ends the connection where the mode says so and the time has come. */
  #misbehave(): void {
    if (!this.#done()) return;
    if (this.#options.mode === 'reset') this.reset();
    if (this.#options.mode === 'early-end') {
      this.#socket.pause();
      this.finish();
    }
  }

  #done(): boolean {
    return 'afterBytes' in this.#options && this.bytes >= this.#options.afterBytes;
  }

  #rest(ms: number): void {
    this.#socket.pause();
    this.#pause = setTimeout(() => this.#socket.resume(), ms);
  }
}
