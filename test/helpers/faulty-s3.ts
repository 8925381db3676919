import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from './http.ts';

/** What becomes of one request; the next fault is for the next request, and those after the last are served. */
export type Fault =
  /** So many bytes of what was asked for, then the end, a reset, or silence. */
  | { readonly after: number; readonly then: 'end' | 'reset' | 'silence' }
  /** An answer without the object. */
  | { readonly status: number; readonly code?: string }
  /** The connection is reset before there is an answer. */
  | 'refuse'
  /** There is no answer. */
  | 'ignore'
  /** The whole object, whatever range was asked for. */
  | 'ignore range'
  /** From here on, the object is another one. */
  | 'replace'
  /** The same, on a server that does not mind conditions. */
  | 'replace unnoticed';

export interface FaultyS3 {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The `Range` of each request so far. */
  readonly ranges: (string | undefined)[];
  /** Connections that are open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** An S3 with one object in it, whatever key is asked for; it knows ranges and conditions. */
export async function faultyS3(body: Buffer, faults: readonly Fault[]): Promise<FaultyS3> {
  const waiting = [...faults];
  const ranges: (string | undefined)[] = [];
  let etag = '"one"';
  const http = await serve((request, response) => {
    const fault = waiting.shift();
    ranges.push(request.headers.range);
    if (fault === 'refuse') request.socket.resetAndDestroy();
    else if (typeof fault === 'object' && 'status' in fault) refuse(response, fault);
    else if (fault !== 'ignore') {
      if (fault === 'replace' || fault === 'replace unnoticed') etag = '"two"';
      if (fault !== 'replace unnoticed' && (request.headers['if-match'] ?? etag) !== etag) {
        refuse(response, { status: 412, code: 'PreconditionFailed' });
        return;
      }
      const part = begin(body, etag, fault === 'ignore range' ? undefined : request.headers.range, response);
      if (typeof fault === 'object') breakOff(part.subarray(0, fault.after), fault.then, request, response);
      else response.end(part);
    }
  });
  return {
    url: http.url,
    ranges,
    connections: () =>
      new Promise((resolve, reject) => {
        http.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    close: () => http.close(),
  };
}

/** Sends the head of the answer; gives the bytes that are to follow. */
export function begin(body: Buffer, etag: string, range: string | undefined, response: ServerResponse): Buffer {
  const [, start] = /^bytes=(\d+)-$/.exec(range ?? '') ?? [];
  const part = body.subarray(Number(start ?? 0));
  const head = { ETag: etag, 'Content-Length': part.length };
  if (start === undefined) response.writeHead(200, head);
  else response.writeHead(206, { ...head, 'Content-Range': `bytes ${start}-${body.length - 1}/${body.length}` });
  return part;
}

function breakOff(bytes: Buffer, then: string, { socket }: IncomingMessage, response: ServerResponse): void {
  response.flushHeaders();
  response.write(bytes, () => {
    if (then === 'end') socket.end();
    if (then === 'reset') socket.resetAndDestroy();
  });
}

/** An answer without the object, in S3's way of telling an error. */
export function refuse(response: ServerResponse, { status, code = '' }: { status: number; code?: string }): void {
  response.writeHead(status).end(code === '' ? '' : `<Error><Code>${code}</Code><Message>Words</Message></Error>`);
}
