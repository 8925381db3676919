import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { serve, type HttpServer } from '../http.ts';

/** What a function made of an event. */
export type Answer = { readonly response: unknown } | { readonly error: Told };

/** An error as the runtime client tells it. */
export interface Told {
  readonly errorType: string;
  readonly errorMessage: string;
}

const CALL = /invocation\/(?:(next)|([^/]+)\/(response|error))$/;

/**
 * The side of AWS Lambda that a runtime client talks to: hands out events, one after the other, and takes answers. It knows
 * when the client waits for the next event: that is when Lambda freezes the process.
 */
export class RuntimeApi {
  readonly #events = new EventEmitter();
  readonly #pending = new Map<string, (answer: Answer) => void>();
  #server: HttpServer | undefined;
  #waiting: ServerResponse | undefined;

  /** Listens; gives `127.0.0.1:<port>`, as the client is to be told. */
  async listen(): Promise<string> {
    this.#server = await serve((request, response) => void this.#take(request, response));
    return this.#server.url.replace('http://', '');
  }

  /** Settles when the client waits for an event. Rejects when it says that the function cannot be loaded. */
  async idle(): Promise<void> {
    if (this.#waiting === undefined) await once(this.#events, 'idle');
  }

  /** Hands out an event to the client, which must be idle. Settles with the answer. */
  invoke(event: unknown, timeoutMs: number): Promise<Answer> {
    const waiting = this.#waiting;
    if (waiting === undefined) throw new Error('the runtime client does not wait for an event');
    this.#waiting = undefined;
    const id = randomUUID();
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      waiting.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': id,
        'lambda-runtime-deadline-ms': Date.now() + timeoutMs,
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:logs',
        'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0',
      });
      waiting.end(JSON.stringify(event));
    });
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, next, id = '', kind] = CALL.exec(request.url ?? '') ?? [];
    if (next !== undefined) {
      this.#waiting = response;
      this.#events.emit('idle');
      return;
    }
    const body = await json(request);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    const answer = this.#pending.get(id);
    this.#pending.delete(id);
    if (kind === 'response') answer?.({ response: body });
    else if (answer !== undefined && isTold(body)) answer({ error: body });
    else this.#events.emit('error', new Error(`the function cannot be loaded: ${JSON.stringify(body)}`));
  }
}

function isTold(body: unknown): body is Told {
  return typeof body === 'object' && body !== null && 'errorType' in body && 'errorMessage' in body;
}
