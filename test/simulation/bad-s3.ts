import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { serve } from '../helpers/http.ts';
import { begin, refuse } from '../helpers/faulty-s3.ts';
import type { Fault } from './faults.ts';

/** What the object is, and what becomes of requests for it. */
export interface BadS3Settings {
  /** The bytes of a version, counted from 1. */
  readonly version: (version: number) => Buffer;
  readonly faults: readonly (Fault | undefined)[];
  readonly pieceBytes: number;
  /** Takes requests for another bucket of this S3, where there is one. */
  readonly letters?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Hears of each fault that came about. */
  readonly struck: (what: string) => void;
}

const answers: Readonly<Record<string, { readonly status: number; readonly code: string }>> = {
  'answer 500': { status: 500, code: 'InternalError' },
  'answer 503 SlowDown': { status: 503, code: 'SlowDown' },
  'answer 429': { status: 429, code: 'TooManyRequests' },
};

/** An S3 with one object in it. It knows ranges and conditions, and has a bad day. */
export class BadS3 {
  readonly #settings: BadS3Settings;
  #requests = 0;
  #version = 1;
  /** The version of which a request that wanted it was last given bytes. */
  served = 1;
  url = '';
  #close: () => Promise<void> = () => Promise.resolve();

  constructor(settings: BadS3Settings) {
    this.#settings = settings;
  }

  async listen(): Promise<void> {
    const server = await serve((request, response) => {
      const { letters } = this.#settings;
      if (letters !== undefined && request.url?.startsWith('/letters/') === true) letters(request, response);
      else this.#answer(request, response);
    });
    this.url = server.url;
    this.#close = () => server.close();
  }

  close(): Promise<void> {
    return this.#close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const fault = this.#settings.faults[this.#requests++];
    const what = fault?.what ?? '';
    const answer = answers[what];
    if (fault !== undefined && !what.startsWith('body')) this.#settings.struck(what);
    if (what.startsWith('object replaced')) this.#version += 1;
    const etag = etagOf(this.#version);
    const wanted = (request.headers['if-match'] ?? etag) === etag;
    if (what === 'request reset') request.socket.resetAndDestroy();
    else if (answer !== undefined) refuse(response, answer);
    else if (!wanted && what !== 'object replaced unnoticed')
      refuse(response, { status: 412, code: 'PreconditionFailed' });
    else {
      if (wanted) this.served = this.#version;
      const body = this.#settings.version(this.#version);
      const part = begin(body, etag, what === 'range ignored' ? undefined : request.headers.range, response);
      void this.#send(part, fault, request, response);
    }
  }

  async #send(
    part: Buffer,
    fault: Fault | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { pieceBytes, struck } = this.#settings;
    const broken = fault?.what.startsWith('body') === true && fault.at < part.length;
    const length = broken ? fault.at : part.length;
    response.flushHeaders();
    const gone = once(response, 'close');
    for (let sent = 0; sent < length && !response.destroyed; sent += pieceBytes) {
      const piece = part.subarray(sent, Math.min(length, sent + pieceBytes));
      await Promise.race([gone, new Promise((resolve) => response.write(piece, resolve))]);
      await turn();
    }
    if (!broken) response.end();
    else if (!response.destroyed) {
      struck(fault.what);
      if (fault.what === 'body cut') request.socket.end();
      if (fault.what === 'body reset') request.socket.resetAndDestroy();
    }
  }
}

/** As S3 gives it for this version, quotes included. */
export function etagOf(version: number): string {
  return `"version ${version}"`;
}
