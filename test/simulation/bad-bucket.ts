import type { IncomingMessage, ServerResponse } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { deadLettersIn } from '../../src/letters/dead-letters-in.ts';
import type { DeadLetterStore } from '../../src/letters/store.ts';
import { s3Client } from '../../src/sources/s3-client.ts';
import { s3Object } from '../../src/sources/s3.ts';
import type { Source } from '../../src/stage.ts';
import { begin, refuse } from '../helpers/faulty-s3.ts';
import { serve, type HttpServer } from '../helpers/http.ts';
import { credentials } from '../helpers/s3.ts';
import type { Fault } from './faults.ts';
import type { LetterPlace } from './letter-place.ts';
import type { LetterSchedule } from './letter-schedule.ts';

/** How long an answer is waited for where one may never come. */
const SHORT_MS = 250;

const answers: Readonly<Record<string, { readonly status: number; readonly code: string }>> = {
  'put answered 500': { status: 500, code: 'InternalError' },
  'put answered 503 SlowDown': { status: 503, code: 'SlowDown' },
  'put answered 403': { status: 403, code: 'AccessDenied' },
};

/** What of its letters a bucket has to know. */
export type BucketSchedule = Pick<LetterSchedule, 'faults' | 'forever' | 'maxBytes' | 'putAttempts'>;

/** A bucket for dead letters, in an S3 of its own or in that of somebody else, who hands the requests on. */
export class BadBucket implements LetterPlace {
  readonly store: DeadLetterStore;
  readonly #schedule: BucketSchedule;
  readonly #struck: (what: string) => void;
  /** Bodies by the path of their object. */
  readonly #objects = new Map<string, Buffer>();
  readonly #shared: boolean;
  #own: HttpServer | undefined;
  #client: S3Client | undefined;
  #puts = 0;
  #putsBefore = 0;
  #failed = false;
  #giveUp: () => void = () => undefined;

  /** `shared`: it is in the S3 that has the object. `struck` hears of each fault that came about. */
  constructor(schedule: BucketSchedule, shared: boolean, struck: (what: string) => void) {
    this.#schedule = schedule;
    this.#shared = shared;
    this.#struck = struck;
    const { maxBytes, putAttempts } = schedule;
    const client = (): Promise<S3Client> => Promise.resolve(this.#connected());
    this.store = deadLettersIn('s3://letters/of/a day', { maxBytes, putAttempts, retryDelayMs: 1, client });
  }

  async open(url: string): Promise<void> {
    if (!this.#shared) this.#own = await serve(this.answer);
    const endpoint = this.#own?.url ?? url;
    this.#client = this.hasty ? impatient(endpoint, SHORT_MS) : await s3Client({ endpointUrl: endpoint, credentials });
  }

  begin(_run: number, giveUp: () => void): void {
    this.#giveUp = giveUp;
    this.#putsBefore = this.#puts;
    this.#failed = false;
  }

  get hasty(): boolean {
    const { faults, forever } = this.#schedule;
    return [...faults.map((fault) => fault?.what), forever].includes('put stalled');
  }

  /** Also where a run asked more often than it may. */
  get failed(): boolean {
    return this.#failed || this.#puts - this.#putsBefore > this.#schedule.putAttempts;
  }

  kept(uri: string): Buffer | undefined {
    return this.#objects.get(uri.slice('s3:/'.length));
  }

  source(uri: string): Source {
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
    return s3Object({ bucket, key, client: this.#connected() });
  }

  async close(): Promise<void> {
    this.#client?.destroy();
    await this.#own?.close();
  }

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://s3').pathname);
    const object = this.#objects.get(path);
    if (request.method === 'PUT') this.#put(path, request, response);
    else if (object === undefined) refuse(response, { status: 404, code: 'NoSuchKey' });
    else response.end(begin(object, '"one"', undefined, response));
  };

  #put(path: string, request: IncomingMessage, response: ServerResponse): void {
    const { faults, forever } = this.#schedule;
    const n = this.#puts++;
    const fault = n < faults.length ? faults[n] : forever === undefined ? undefined : { what: forever, at: 1 };
    this.#failed = fault !== undefined;
    if (fault !== undefined) this.#struck(fault.what);
    if (fault?.what === 'put stalled') return;
    if (fault?.what === 'put reset before it was read') request.socket.resetAndDestroy();
    else this.#read(path, fault, request, response);
  }

  #read(path: string, fault: Fault | undefined, request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    let read = 0;
    request.on('error', () => undefined); // of a connection that was cut, here or there
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      read += chunk.length;
      if (fault?.what === 'put cut' && read >= fault.at) request.socket.destroy();
    });
    request.on('end', () => this.#ended(path, Buffer.concat(chunks), fault?.what ?? '', response));
  }

  #ended(path: string, body: Buffer, what: string, response: ServerResponse): void {
    const answer = answers[what];
    if (answer !== undefined) refuse(response, answer);
    else if (what === 'put cut') response.destroy();
    else if (what.startsWith('given up')) this.#giveUp();
    else {
      this.#objects.set(path, body);
      if (what === '') response.end();
      else response.socket?.resetAndDestroy();
    }
  }

  #connected(): S3Client {
    if (this.#client === undefined) throw new Error('the bucket is not open');
    return this.#client;
  }
}

/** A client as those of everyday use, but that waits for an answer no longer than this. */
export function impatient(endpoint: string, answerMs: number): S3Client {
  return new S3Client({
    ...{ endpoint, credentials, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 },
    requestHandler: { requestTimeout: answerMs, throwOnRequestTimeout: true },
  });
}
